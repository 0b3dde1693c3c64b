import assert from "node:assert/strict";
import test from "node:test";
import type { EntryRow } from "../../src/audit/read.ts";
import { credentialNames } from "../../src/editor/activity-names.ts";
import { rowText } from "../../src/editor/activity-rows.ts";
import { isForPeople, refusalText } from "../../src/editor/refusal-text.ts";
import { fake, Uri } from "../fakes/vscode.ts";
import { finding, planted } from "./samples.ts";

test.beforeEach(() => fake.reset());

const row: EntryRow = {
  sequence: 4,
  time: 0,
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "cursor",
  rule: "tripwire",
  command: "curl -H [Acme secret key]",
  paths: [],
  credentials: ["0123456789abcdef"],
  uid: "chain/4",
  hash: "ab",
};

void test("a human is told of what is out of the ordinary, and of nothing that the command held", () => {
  assert.ok(isForPeople(row));
  for (const rule of ["protected-path", "protected-tree", "constructor"])
    assert.ok(!isForPeople({ ...row, rule }), rule);
  const text = refusalText(row, "Cursor");
  assert.match(text, /^Leastkey refused a call of Cursor: its call carried the value of a credential/);
  assert.ok(!text.includes("curl"));
});

void test("credentials are called by their variable, kind and environment, and never by their value", () => {
  const one = finding();
  const files = [{ uri: Uri.file("/w/.env"), findings: [one], secret: undefined, version: undefined }];
  const known = { fingerprint: "0123456789abcdef", length: 20, head: 1, label: "Acme secret key (production)" };
  const names = credentialNames(files as unknown as Parameters<typeof credentialNames>[0], [known]);
  const here = names.find(({ id }) => id === one.fingerprint);
  assert.deepEqual(here?.files, ["/w/.env"]);
  assert.equal(names.find(({ id }) => id === known.fingerprint)?.environment, "production");
  assert.ok(!JSON.stringify(names).includes(planted));
  const text = rowText(row, (id) => names.find((name) => name.id === id)?.label ?? id);
  assert.match(text, /^credentials: Acme secret key \(production\)$/m);
});
