import { hostname } from "node:os";
import { join } from "node:path";
import { type OtlpTarget, otlpLogs } from "../audit/otlp.ts";
import { rowOf } from "../audit/read.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Home } from "./home.ts";
import { nodeFiles } from "./node-files.ts";
import { recordAnchor } from "./trail-anchors.ts";
import { linesOf } from "./trail-lines.ts";
import { lastSequenceOf, segments, trailPaths } from "./trail-paths.ts";

export interface SendOptions {
  /** Records in one request. */
  readonly batch?: number;
  /** How often one batch is tried before giving up until the next send. */
  readonly tries?: number;
  readonly wait?: (ms: number) => Promise<void>;
  readonly now?: () => number;
}

export interface Sent {
  readonly records: number;
  /** Records that the collector took the request for but said it dropped. */
  readonly rejected: number;
  readonly upTo: number; // the last sequence that is acknowledged
}

/**
 * Sends what the collector has not acknowledged yet. The trail itself is the queue and a small cursor file says how far
 * it got, so nothing is lost by a crash or a collector that is away: at least once, in order. Receivers know a record
 * that came twice by its uid.
 */
export async function sendTrail(home: Home, target: OtlpTarget, options: SendOptions = {}): Promise<Sent> {
  const size = options.batch ?? 256;
  let cursor = readCursor(home);
  let records = 0;
  let rejected = 0;
  let batch: string[] = [];
  let last: Cursor & { readonly hash?: string } = cursor;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    rejected += await post(target, otlpLogs(batch, hostname()), options);
    records += batch.length;
    batch = [];
    cursor = { chain: last.chain, sequence: last.sequence };
    nodeFiles().replace(cursorPath(home), `${JSON.stringify(cursor)}\n`, 0o600);
  };
  for (const line of linesAfter(home, cursor)) {
    const row = rowOf(line);
    if (row === undefined) continue;
    last = { chain: row.uid.split("/")[0] ?? "", sequence: row.sequence, hash: row.hash };
    batch.push(line);
    if (batch.length >= size) await flush();
  }
  await flush();
  if (records > 0 && last.hash !== undefined) {
    const { chain, sequence, hash } = last;
    const time = (options.now ?? Date.now)();
    recordAnchor(home, { chain, sequence, hash, time, where: "otlp", place: new URL(target.url).host });
  }
  return { records, rejected, upTo: cursor.sequence };
}

interface Cursor {
  readonly chain: string;
  readonly sequence: number;
}

const cursorPath = (home: Home): string => join(trailPaths(home).folder, "otlp-cursor.json");

/** A cursor that cannot be read sends everything again: more than once is allowed, lost is not. */
function readCursor(home: Home): Cursor {
  const [, chain, sequence] =
    /^\{"chain":"([\w-]{1,64})","sequence":(\d{1,15})\}\s*$/.exec(nodeFiles().readText(cursorPath(home)) ?? "") ?? [];
  return chain === undefined || sequence === undefined
    ? { chain: "", sequence: 0 }
    : { chain, sequence: Number(sequence) };
}

function* linesAfter(home: Home, { chain, sequence }: Cursor): Generator<string> {
  const paths = trailPaths(home);
  for (const file of [...segments(paths), paths.trail]) {
    if (file !== paths.trail && lastSequenceOf(file) <= sequence) continue;
    for (const { line, whole } of linesOf(file)) {
      if (!whole) break;
      const [, of, at] = /"sequence":(\d{1,15}),"uid":"([\w-]{1,64})\//.exec(line) ?? [];
      if (at !== undefined && (at !== chain || Number(of) > sequence)) yield line;
    }
  }
}

/** Statuses that OTLP/HTTP says to try again. */
const again = new Set([429, 502, 503, 504]);

/** How many records the collector dropped. Throws when it could not be reached or refused the request. */
async function post(target: OtlpTarget, body: string, options: SendOptions): Promise<number> {
  const tries = options.tries ?? 4;
  const wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  for (let attempt = 1; ; attempt++) {
    const answer = await tryPost(target, body);
    if (answer.kind === "taken") return answer.rejected;
    if (answer.kind === "refused" || attempt >= tries) throw unreachable(target, answer.why);
    await wait(answer.afterMs ?? 500 * 2 ** (attempt - 1) * (1 + Math.random()));
  }
}

type Answer =
  | { readonly kind: "taken"; readonly rejected: number }
  | { readonly kind: "later"; readonly why: string; readonly afterMs?: number }
  | { readonly kind: "refused"; readonly why: string };

async function tryPost({ url, headers, timeoutMs }: OtlpTarget, body: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      redirect: "error", // the headers are for this place alone
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.ok) return { kind: "taken", rejected: rejectedIn(text) };
    const why = `it answered ${String(response.status)}`;
    if (!again.has(response.status)) return { kind: "refused", why };
    const seconds = Number(response.headers.get("retry-after") ?? "");
    return { kind: "later", why, ...(seconds > 0 && seconds <= 300 ? { afterMs: seconds * 1_000 } : {}) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { kind: "later", why: messageOf(cause) };
  }
}

/** partialSuccess.rejectedLogRecords of the answer, a 64-bit number as a string; 0 when the answer has none. */
function rejectedIn(text: string): number {
  return Number(/"rejectedLogRecords"\s*:\s*"?(\d{1,9})/.exec(text)?.[1] ?? 0);
}

function unreachable({ url }: OtlpTarget, why: string): LeastkeyError {
  return new LeastkeyError(
    "collector.unreachable",
    `the collector at ${new URL(url).host} did not take the records`,
    `${why}; nothing is lost: they stay on the trail and are sent next time`,
  );
}
