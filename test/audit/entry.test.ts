import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { nextEntry } from "../../src/audit/entry.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import { partsOf } from "../../src/audit/line.ts";
import { ocsfClasses } from "../../src/audit/ocsf.ts";
import { product } from "../../src/audit/product.ts";
import { rowOf } from "../../src/audit/read.ts";
import { allActions, anyEvent, contextAt, newTrail, plain } from "./events.ts";

type Tree = { readonly [key: string]: unknown };
const parsed = (line: string): Tree => JSON.parse(line) as Tree;

test("a record is OCSF 1.8, with what its class requires", () => {
  // Required attributes of each class in the 1.8.0 schema, base event included.
  const base = ["activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid"];
  const required: Readonly<Record<number, readonly string[]>> = {
    1007: ["actor", "device", "process"],
    3002: ["user"],
    3004: ["entity"],
    3005: ["privileges", "user"],
    6003: ["actor", "api", "src_endpoint"],
  };
  for (const action of allActions) {
    const record = parsed(nextEntry({ ...plain, action }, newTrail, contextAt(7)).line);
    const { uid, category, activity } = ocsfClasses[action];
    for (const key of [...base, ...(required[uid] ?? [])]) assert.ok(key in record, `${action} lacks ${key}`);
    assert.equal(record["class_uid"], uid);
    assert.equal(record["category_uid"], category);
    assert.equal(Math.floor(uid / 1000), category, action);
    assert.equal(record["type_uid"], uid * 100 + activity);
    assert.equal(record["time"], 7);
  }
});

test("a refusal carries the security control's words", () => {
  const record = parsed(nextEntry(plain, newTrail, contextAt(1)).line);
  assert.deepEqual(
    [record["action_id"], record["disposition_id"], record["status_id"], record["severity_id"]],
    [2, 2, 2, 3],
  );
  assert.deepEqual(record["policy"], { name: "protected-path", uid: "protected-path" });
  assert.equal(record["status_detail"], plain.reason);
});

test("records are chained as record_integrity has it", () => {
  const first = nextEntry(plain, newTrail, contextAt(1));
  const second = nextEntry({ ...plain, action: "scan" }, first.head, contextAt(0));
  const [attestation] = parsed(second.line)["attestation_list"] as readonly Tree[];
  assert.deepEqual(attestation?.["prev_event"], {
    fingerprint: { algorithm: "SHA-256", algorithm_id: 3, value: first.head.record.hash },
    type_uid: 600399,
    uid: first.head.record.uid,
  });
  assert.equal(first.line.includes("prev_event"), false);
  assert.deepEqual([first.head.sequence, second.head.sequence], [1, 2]);
  assert.equal(parsed(second.line)["time"], 0, "a clock that went back is recorded as it is");
});

test("the fingerprint is SHA-256 of the record without it, by an independent canonicaliser", () => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== "fingerprint" || !("chain_uid" in value))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => [key, sorted(member)]),
    );
  };
  fc.assert(
    fc.property(anyEvent, fc.nat(), (event, time) => {
      const { line, head } = nextEntry(event, newTrail, contextAt(time));
      const text = JSON.stringify(sorted(JSON.parse(line)));
      const ascii = text.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
      assert.equal(createHash("sha256").update(ascii).digest("hex"), head.record.hash);
    }),
  );
});

test("any event gives one ASCII line that reads back, whatever its texts hold", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const { line, head } = nextEntry(event, newTrail, contextAt(5));
      assert.match(line, /^[\x20-\x7e]+$/);
      assert.deepEqual(partsOf(line)?.computed, head.record.hash);
      const row = rowOf(line);
      assert.equal(row?.action, event.action);
      assert.equal(row?.outcome, event.outcome);
      assert.equal(row?.attribution, event.attribution);
      assert.equal(row?.exitCode, event.exitCode);
      assert.equal(row?.paths.length, event.paths?.length ?? 0);
      assert.equal(row?.hash, head.record.hash);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(JSON.stringify(Object.values(row ?? {})), /\\u00[01]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test("escape sequences become text", () => {
  const { line } = nextEntry(
    { ...plain, command: "echo \x1b[2J\x1b]0;pwned\x07\r\nok\u202egnp.exe" },
    newTrail,
    contextAt(1),
  );
  assert.equal(rowOf(line)?.command, "echo \\x1b[2J\\x1b]0;pwned\\x07\\x0d\\nok\\u202egnp.exe");
});

test("every text goes through the redactor, before it is cut", () => {
  const planted = ["plant", "ed-", "v4lu3", "-0123456789"].join("");
  const places: AuditEvent = {
    action: "tool.call",
    outcome: "denied",
    attribution: "likely",
    agent: planted,
    session: planted,
    tool: `mcp__${planted}`,
    command: `${"x".repeat(8_185)}${planted} and ${planted}`,
    paths: [`/tmp/${planted}/a`, planted],
    credentials: [planted],
    rule: planted,
    reason: `because ${planted}`,
    cwd: `/${planted}`,
    workspace: planted,
  };
  for (const action of allActions) {
    const { line } = nextEntry(
      { ...places, action },
      newTrail,
      contextAt(1, (text) => text.replaceAll(planted, "[secret]")),
    );
    for (let length = 6; length <= planted.length; length++) {
      assert.equal(line.includes(planted.slice(0, length)), false, `${action}: the first ${String(length)} characters`);
    }
  }
});

test("a command of a megabyte and a thousand paths stay one readable line", () => {
  const { line } = nextEntry(
    { ...plain, command: "a".repeat(1_000_000), paths: Array.from({ length: 1_000 }, (_, at) => `p${String(at)}`) },
    newTrail,
    contextAt(1),
  );
  assert.ok(line.length < 20_000, String(line.length));
  assert.match(rowOf(line)?.command ?? "", /a \.\.\. \(991808 more characters\)$/);
  assert.equal(rowOf(line)?.paths.at(-1), "(936 more)");
});

test("the product's version is the package's", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
  assert.equal(product.version, version);
});
