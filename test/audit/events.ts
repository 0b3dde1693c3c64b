import fc from "fast-check";
import { type EntryContext, type Head, nextEntry } from "../../src/audit/entry.ts";
import type { AuditAction, AuditEvent } from "../../src/audit/event.ts";
import { operations } from "../../src/audit/ocsf.ts";

export const allActions = Object.keys(operations) as readonly AuditAction[];

/** Any event, with any text in every place that takes one. */
export const anyEvent: fc.Arbitrary<AuditEvent> = fc.record(
  {
    action: fc.constantFrom(...allActions),
    outcome: fc.constantFrom("allowed", "asked", "denied", "done", "failed"),
    attribution: fc.constantFrom("confirmed", "likely", "unknown"),
    agent: fc.string({ unit: "binary" }),
    session: fc.string({ unit: "binary" }),
    tool: fc.string({ unit: "grapheme" }),
    command: fc.string({ unit: "binary", maxLength: 200 }),
    paths: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 3 }),
    credentials: fc.array(fc.string(), { maxLength: 3 }),
    rule: fc.string(),
    reason: fc.string({ unit: "binary" }),
    cwd: fc.string(),
    workspace: fc.string(),
    exitCode: fc.integer({ min: -1, max: 255 }),
    durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  },
  { requiredKeys: ["action", "outcome", "attribution"] },
);

export const origin = { host: "build-7", user: "dev", pid: 4242 };
export const newTrail: Head = {
  chain: "0c6b0f5e-1111-4222-8333-944455556666",
  authority: "leastkey/ab12",
  sequence: 0,
};

export function contextAt(time: number, redact: (text: string) => string = (text) => text): EntryContext {
  return { clock: { now: () => time }, origin, redact };
}

/** The lines of a good trail. */
export function trailOf(events: readonly AuditEvent[], start: Head = newTrail): string[] {
  let head = start;
  return events.map((event, at) => {
    const entry = nextEntry(event, head, contextAt(1_795_000_000_000 + at));
    head = entry.head;
    return entry.line;
  });
}

export const plain: AuditEvent = {
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "claude-code",
  session: "s-1",
  tool: "Bash",
  command: "cat .env",
  paths: [".env"],
  credentials: ["leastkey://shop/production/stripe/key"],
  rule: "protected-path",
  reason: "named like a dotenv file",
  cwd: "/home/dev/shop",
  workspace: "/home/dev/shop",
};
