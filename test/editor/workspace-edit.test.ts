import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { LeastkeyError } from "../../src/core/errors.ts";
import { applyAsOneEdit, difference } from "../../src/editor/workspace-edit.ts";
import { fake } from "../fakes/vscode.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-edit-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
test.beforeEach(() => fake.reset());

const text = fc
  .array(fc.constantFrom("a", "b", "\r\n", "\n", "\u{1F511}", "é"), { maxLength: 30 })
  .map((parts) => parts.join(""));

void test("the difference makes one text of the other and splits no pair", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { start, end, text: put } = difference(before, after);
      assert.equal(before.slice(0, start) + put + before.slice(end), after);
      for (const at of [start, end]) {
        assert.ok(!(before[at - 1] === "\r" && before[at] === "\n"), "inside a CRLF");
        assert.ok(!/^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(before.slice(at - 1, at + 1)), "inside a character");
      }
    }),
  );
});

void test("the difference is no larger than what differs", () => {
  assert.deepEqual(difference("key = OLD;\n", "key = NEW;\n"), { start: 6, end: 9, text: "NEW" });
  assert.deepEqual(difference("same", "same"), { start: 4, end: 4, text: "" });
});

const source = join(folder, "pay.ts");
const env = join(folder, ".env");

void test("edits, makes and saves; a new secret file is for its owner only", async () => {
  writeFileSync(source, "const key = OLD;\n");
  await applyAsOneEdit([
    { path: env, before: undefined, after: "KEY=leastkey://a/b/c/d\n", why: "reference", mode: 0o600 },
    { path: source, before: "const key = OLD;\n", after: "const key = NEW;\n", why: "read it" },
  ]);
  assert.equal(readFileSync(source, "utf8"), "const key = NEW;\n");
  assert.equal(readFileSync(env, "utf8"), "KEY=leastkey://a/b/c/d\n");
  if (process.platform !== "win32") assert.equal(statSync(env).mode & 0o777, 0o600);
});

void test("a file that changed meanwhile stops everything before anything is written", async () => {
  rmSync(env, { force: true });
  writeFileSync(source, "const key = ELSE;\n");
  const changes = [
    { path: env, before: undefined, after: "x", why: "reference" },
    { path: source, before: "const key = OLD;\n", after: "const key = NEW;\n", why: "read it" },
  ];
  await assert.rejects(
    applyAsOneEdit(changes),
    (error) => error instanceof LeastkeyError && error.code === "file.changed",
  );
  assert.equal(existsSync(env), false);
  assert.equal(readFileSync(source, "utf8"), "const key = ELSE;\n");
});

void test("an edit that could not be saved says that the disk still holds the secret", async () => {
  writeFileSync(source, "const key = OLD;\n");
  fake.isReadOnly = true;
  const change = { path: source, before: "const key = OLD;\n", after: "const key = NEW;\n", why: "read it" };
  await assert.rejects(applyAsOneEdit([change]), /the disk still holds the secret/);
});

void test("a byte order mark is the editor's to keep", async () => {
  const path = join(folder, "bom.ts");
  writeFileSync(path, "a = OLD;\n");
  await applyAsOneEdit([{ path, before: "\uFEFFa = OLD;\n", after: "\uFEFFa = NEW;\n", why: "read it" }]);
  assert.equal(readFileSync(path, "utf8"), "a = NEW;\n");
});
