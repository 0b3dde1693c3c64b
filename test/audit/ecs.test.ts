import assert from "node:assert/strict";
import test from "node:test";
import { ecsCategories, ecsFields, ecsTable } from "../../src/audit/ecs.ts";
import { nextEntry } from "../../src/audit/entry.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import { ocsfClasses } from "../../src/audit/ocsf.ts";
import { allActions, contextAt, newTrail } from "./events.ts";

/** What follows from another member, or belongs to OCSF and the chain alone; it stays in event.original. */
const notMapped =
  /^(?:activity_|category_uid|type_uid|action_id|disposition_id|metadata\.(?:log_version|profiles|version)|api\.service|device\.type_id|resources\[\]\.type|attestation_list\[\]\.(?!fingerprint\.value)|entity\.|service\.|process\.|exit_code|user\.name|privileges)/;

const whole: AuditEvent = {
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "codex",
  session: "s1",
  tool: "Bash",
  command: "cat .env",
  uncertain: true,
  paths: [".env"],
  credentials: ["leastkey://shop/production/stripe/key"],
  rule: "protected-path",
  reason: "hidden",
  cwd: "/w",
  workspace: "/w",
  exitCode: 1,
  durationMs: 4,
};

function pathsIn(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => pathsIn(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => pathsIn(member, path === "" ? key : `${path}.${key}`));
}

test("every member of every record has its place in ECS, or is named as one that has none; no line is idle", () => {
  const seen = new Set<string>();
  for (const action of allActions) {
    for (const outcome of ["allowed", "asked", "denied", "done", "failed"] as const) {
      const first = nextEntry({ ...whole, action, outcome }, newTrail, contextAt(7));
      const { line } = nextEntry({ ...whole, action, outcome }, first.head, contextAt(8));
      for (const path of pathsIn(JSON.parse(line))) seen.add(path);
    }
  }
  const mapped = new Set(ecsFields.map(({ ocsf }) => ocsf));
  assert.deepEqual(
    [...seen].filter((path) => !mapped.has(path) && !notMapped.test(path)),
    [],
  );
  assert.deepEqual(
    [...mapped].filter((path) => !seen.has(path)),
    [],
  );
});

test("every class has a category, and the table shows all", () => {
  const classes = new Set(Object.values(ocsfClasses).map(({ uid }) => uid));
  assert.deepEqual(
    [...classes].toSorted((a, b) => a - b),
    Object.keys(ecsCategories).map(Number),
  );
  const table = ecsTable();
  for (const { ocsf } of ecsFields) assert.ok(table.includes(`\`${ocsf}\``), ocsf);
});
