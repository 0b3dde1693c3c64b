import assert from "node:assert/strict";
import test from "node:test";
import { chosenFolders } from "../../src/editor/trust.ts";
import { fake } from "../fakes/vscode.ts";

test.beforeEach(() => fake.reset());

const names = async () => (await chosenFolders()).map(({ name }) => name);

void test("of several folders all are the first choice, then each by itself", async () => {
  fake.openFolder("/w/api");
  fake.openFolder("/w/web");
  fake.answers.push(0, 2);
  assert.deepEqual(await names(), ["api", "web"]);
  assert.deepEqual(await names(), ["web"]);
  await assert.rejects(chosenFolders(), { code: "cancelled" });
});

void test("the only folder is not asked about, and a restricted workspace is refused", async () => {
  fake.openFolder("/w/api");
  assert.deepEqual(await names(), ["api"]);
  assert.deepEqual(fake.offered, []);
  fake.isTrusted = false;
  await assert.rejects(chosenFolders(), { code: "usage" });
});
