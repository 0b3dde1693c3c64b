import assert from "node:assert/strict";
import test from "node:test";
import { anchoredHeads, anchorText } from "../../src/audit/anchor.ts";
import { exportTrail } from "../../src/audit/export.ts";
import { otlpLogs, otlpTarget } from "../../src/audit/otlp.ts";
import { plain, trailOf } from "./events.ts";

test("a record becomes an OTLP log record whose body is the OCSF line", () => {
  const [line = "", scan = ""] = trailOf([plain, { action: "scan", outcome: "done", attribution: "unknown" }]);
  const body: unknown = JSON.parse(otlpLogs([line, "torn {", scan], "build-7"));
  const { resourceLogs } = body as { readonly resourceLogs: readonly [{ readonly scopeLogs: readonly [unknown] }] };
  const { logRecords } = resourceLogs[0].scopeLogs[0] as { readonly logRecords: readonly Record<string, unknown>[] };
  assert.equal(logRecords.length, 2);
  assert.deepEqual(logRecords[0], {
    timeUnixNano: "1795000000000000000",
    observedTimeUnixNano: "1795000000000000000",
    severityNumber: 13,
    severityText: "WARN",
    eventName: "leastkey.tool.call",
    body: { stringValue: line },
    attributes: [
      { key: "event.name", value: { stringValue: "leastkey.tool.call" } },
      { key: "ocsf.class_uid", value: { intValue: "6003" } },
      { key: "log.record.uid", value: { stringValue: "0c6b0f5e-1111-4222-8333-944455556666/1" } },
      { key: "leastkey.sequence", value: { intValue: "1" } },
      { key: "leastkey.outcome", value: { stringValue: "denied" } },
      { key: "leastkey.attribution", value: { stringValue: "confirmed" } },
      { key: "leastkey.agent", value: { stringValue: "claude-code" } },
      { key: "leastkey.rule", value: { stringValue: "protected-path" } },
      { key: "session.id", value: { stringValue: "s-1" } },
    ],
  });
});

const targets: readonly (readonly [
  env: Record<string, string>,
  url: string | undefined,
  headers?: Record<string, string>,
])[] = [
  [{}, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318" }, "http://c:4318/v1/logs"],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318/x/" }, "http://c:4318/x/v1/logs"],
  [{ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://l/own", OTEL_EXPORTER_OTLP_ENDPOINT: "http://c" }, "http://l/own"],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_EXPORTER_OTLP_HEADERS: "Api-Key=a%20b, x=y=z,,broken,p=100%" },
    "http://c/v1/logs",
    { "api-key": "a b", x: "y=z", p: "100%" },
  ],
];
for (const [env, url, headers = {}] of targets) {
  test(`the collector's place from ${JSON.stringify(Object.keys(env))} is ${String(url)}`, () => {
    const target = otlpTarget(env);
    assert.equal(target?.url, url);
    if (target !== undefined) assert.deepEqual(target.headers, headers);
  });
}

test("CSV: one row a record, quoted by RFC 4180, and no cell that a spreadsheet would run", () => {
  const lines = trailOf([{ ...plain, command: '=HYPERLINK("http://x")', reason: 'a "b", c', paths: ["+1", "@x"] }]);
  const [head, row = "", ...rest] = [...exportTrail(lines, "csv")];
  assert.equal(rest.length, 0);
  assert.ok(head?.startsWith("sequence,time,agent,"));
  assert.ok(row.includes(`"'=HYPERLINK(""http://x"")"`), row);
  assert.ok(row.includes('"a ""b"", c"') && row.includes("'+1 @x"));
  assert.deepEqual([...exportTrail(lines, "jsonl")], lines);
});

test("an anchor reads back, among other text and other chains", () => {
  const head = { chain: "abc-1", sequence: 12, hash: "a".repeat(64) };
  const other = { ...head, chain: "abc-2" };
  const text = `a note of somebody's\n\n${anchorText(head, "leastkey/abc-1\n12\nAAAA\n\n— k x\n")}\n${anchorText(other)}`;
  assert.deepEqual(anchoredHeads(text, "abc-1"), [head]);
  assert.deepEqual(anchoredHeads(`leastkey-head v1 abc-1 0 ${"a".repeat(64)}`, "abc-1"), []);
});
