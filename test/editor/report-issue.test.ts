import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Findings } from "../../src/editor/findings.ts";
import { issueReport, reportIssue } from "../../src/editor/report-issue.ts";
import { fake, Uri, window } from "../fakes/vscode.ts";
import { finding, planted } from "./samples.ts";

test.beforeEach(() => fake.reset());

void test("the report names counts and choices, and no file, folder, glob or credential", async () => {
  const extension = mkdtempSync(join(tmpdir(), "leastkey-report-"));
  test.after(() => rmSync(extension, { recursive: true, force: true }));
  writeFileSync(join(extension, "package.json"), '{"version":"1.2.3"}');
  fake.openFolder("/projects/customer-name");
  fake.set("leastkey.scan.exclude", ["customer-name/**", "b"]);
  fake.set("leastkey.marks.codeLens", "of the wrong type");
  fake.set("leastkey.marks.problems", false);
  const findings = new Findings();
  findings.replaceDocument(Uri.file("/projects/customer-name/pay.ts") as never, 1, [finding({ name: planted })]);
  const guard = { worst: () => ({ kind: "unprotected" }) };
  await reportIssue({
    extension: Uri.file(extension),
    findings,
    guard,
    scan: { state: "done" },
    log: window.createOutputChannel(),
  } as never);
  const report = fake.editors[0]?.document.getText() ?? "";
  for (const told of [
    "1.2.3",
    "1 likely",
    "unprotected",
    "scan.exclude=2 entries",
    "marks.problems=false",
    "1 folders",
  ])
    assert.ok(report.includes(told), told);
  for (const kept of [planted, "customer-name", "pay.ts", "ACME", "codeLens", "/work"])
    assert.ok(!report.includes(kept), kept);
  assert.match(fake.messages[0] ?? "", /sent to nobody/);
  findings.dispose();
});

void test("a value cannot break the table", () => {
  assert.match(issueReport([["Editor", "a|b\nc"]]), /^\| Editor \| a b c \|$/m);
});
