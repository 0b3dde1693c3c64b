import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { genericRule, passwordRule } from "../../../src/core/detect/detection.ts";
import { providers } from "../../../src/core/detect/rules/index.ts";

void test("every provider's file is registered, and named by its id", () => {
  const files = readdirSync("src/core/detect/rules").filter((file) => file !== "index.ts");
  assert.deepEqual(providers.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

void test("rule ids are unique and none is the generic one", () => {
  const ids = [genericRule, passwordRule, ...providers.flatMap(({ rules }) => rules.map(({ id }) => id))];
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  );
});

void test("every provider says where its facts are from", () => {
  for (const { id, docs, rules } of providers) {
    assert.match(docs?.url ?? "", /^https:\/\//, id);
    assert.match(docs?.checked ?? "", /^20\d\d-\d\d-\d\d$/, id);
    assert.ok(rules.length > 0, id);
  }
});

void test("an omnibus credential names a narrower kind", () => {
  const silent = providers.flatMap(({ rules }) =>
    rules.filter((r) => r.privilege === "omnibus" && r.narrower === undefined),
  );
  assert.deepEqual(
    silent.map(({ id }) => id),
    [],
  );
});
