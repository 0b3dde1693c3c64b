import type { Json } from "./canonical.ts";
import { product } from "./product.ts";
import { type EntryRow, rowOf } from "./read.ts";

/**
 * The body of one OTLP/HTTP export request, `POST /v1/logs`, as JSON (opentelemetry-proto 1.9, "OTLP/JSON": 64-bit
 * numbers are strings, enums are numbers). Each record's body is the OCSF line itself; its metadata.uid lets a receiver
 * drop what it got twice.
 */
export function otlpLogs(lines: readonly string[], host: string): string {
  const body: Json = {
    resourceLogs: [
      {
        resource: {
          attributes: [
            string("service.name", product.name.toLowerCase()),
            string("service.version", product.version),
            string("host.name", host),
          ],
        },
        scopeLogs: [
          { scope: { name: "leastkey.audit", version: product.version }, logRecords: lines.flatMap(logRecord) },
        ],
      },
    ],
  };
  return JSON.stringify(body);
}

function logRecord(line: string): readonly Json[] {
  const row = rowOf(line);
  if (row === undefined) return []; // a torn line goes nowhere
  const { text, number } = severities[row.outcome];
  return [
    {
      timeUnixNano: nanoseconds(row.time),
      observedTimeUnixNano: nanoseconds(row.time),
      severityNumber: number,
      severityText: text,
      eventName: `leastkey.${row.action}`,
      body: { stringValue: line },
      attributes: attributesOf(line, row),
    },
  ];
}

/** Severity numbers of the logs data model: 9 INFO, 10 INFO2, 13 WARN. */
const severities: Readonly<Record<EntryRow["outcome"], { readonly text: string; readonly number: number }>> = {
  allowed: { text: "INFO", number: 9 },
  done: { text: "INFO", number: 9 },
  unknown: { text: "INFO", number: 9 },
  asked: { text: "INFO", number: 10 },
  failed: { text: "WARN", number: 13 },
  denied: { text: "WARN", number: 13 },
};

function attributesOf(line: string, row: EntryRow): readonly Json[] {
  const classUid = /"class_uid":(\d{4})/.exec(line)?.[1];
  return [
    string("event.name", `leastkey.${row.action}`),
    ...(classUid === undefined ? [] : [integer("ocsf.class_uid", classUid)]),
    string("log.record.uid", row.uid),
    integer("leastkey.sequence", String(row.sequence)),
    string("leastkey.outcome", row.outcome),
    string("leastkey.attribution", row.attribution),
    ...(row.agent === undefined ? [] : [string("leastkey.agent", row.agent)]),
    ...(row.rule === undefined ? [] : [string("leastkey.rule", row.rule)]),
    ...(row.session === undefined ? [] : [string("session.id", row.session)]),
  ];
}

const string = (key: string, value: string): Json => ({ key, value: { stringValue: value } });
const integer = (key: string, value: string): Json => ({ key, value: { intValue: value } });
const nanoseconds = (time: number): string => `${String(Math.max(0, Math.trunc(time)))}000000`;

/** Where and how to send, from the variables of the OpenTelemetry specification; undefined when none names a place. */
export interface OtlpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>; // may hold a credential: never shown
  readonly timeoutMs: number;
}

export function otlpTarget(env: Readonly<Record<string, string | undefined>>): OtlpTarget | undefined {
  const own = env["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];
  const base = env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  const url = own ?? (base === undefined || base === "" ? undefined : `${base.replace(/\/+$/, "")}/v1/logs`);
  if (url === undefined || url === "") return undefined;
  const timeout = Number(env["OTEL_EXPORTER_OTLP_LOGS_TIMEOUT"] ?? env["OTEL_EXPORTER_OTLP_TIMEOUT"] ?? "");
  return {
    url,
    headers: {
      ...headersOf(env["OTEL_EXPORTER_OTLP_HEADERS"]),
      ...headersOf(env["OTEL_EXPORTER_OTLP_LOGS_HEADERS"]),
    },
    timeoutMs: Number.isFinite(timeout) && timeout > 0 ? timeout : 10_000,
  };
}

/** `key=value,key=value`, percent-encoded as W3C baggage is. */
function headersOf(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? "").split(",").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at <= 0 ? [] : [[pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare percent sign: meant as it stands
  }
}
