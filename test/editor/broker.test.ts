import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { beforeEach } from "node:test";
import * as v from "valibot";
import type { Question } from "../../src/broker/asker.ts";
import { toolFacts } from "../../src/broker/tool-shapes.ts";
import { brokerTools, mcpProviderId } from "../../src/contributions.ts";
import { askInWindow } from "../../src/editor/ask-in-window.ts";
import { fake } from "../fakes/vscode.ts";

beforeEach(() => fake.reset());

const manifest = v.parse(
  v.object({
    contributes: v.object({
      languageModelTools: v.array(
        v.object({ name: v.string(), displayName: v.string(), modelDescription: v.string(), inputSchema: v.unknown() }),
      ),
      mcpServerDefinitionProviders: v.array(v.object({ id: v.string(), label: v.string() })),
    }),
  }),
  JSON.parse(readFileSync("package.json", "utf8")),
).contributes;

void test("the manifest's tools are the broker's: names, descriptions and schemas", () => {
  const expected = toolFacts.map(({ name, title, description, inputSchema }) => ({
    name: brokerTools.find(({ tool }) => tool === name)?.id,
    displayName: title,
    modelDescription: description,
    inputSchema,
  }));
  assert.deepEqual(manifest.languageModelTools, JSON.parse(JSON.stringify(expected)));
  assert.deepEqual(
    manifest.mcpServerDefinitionProviders.map(({ id }) => id),
    [mcpProviderId],
  );
});

const question: Question = {
  agent: "claude-code",
  certainty: "confirmed",
  credential: "leastkey://shop/staging/crm/token",
  service: "crm",
  environment: "staging",
  use: { kind: "command", argv: ["node", "count.mjs"] },
  purpose: "count customers",
  reason: "a human approves the first use",
  dies: undefined,
  choices: ["once", "a-while", "session"],
  whileSeconds: 900,
  cwd: "/shop",
};
const answers: readonly (readonly [unknown, string])[] = [
  ["Once", "once"],
  ["15 Minutes", "a-while"],
  ["This Session", "session"],
  ["Never in This Session", "never"],
  [undefined, "not-now"],
];
for (const [clicked, kind] of answers) {
  void test(`a human who clicks ${String(clicked)} means ${kind}`, async () => {
    fake.answers.push(clicked);
    assert.deepEqual(await askInWindow(question), { kind });
    assert.match(fake.messages.join("\n"), /claude-code wants to use leastkey:\/\/shop\/staging\/crm\/token/);
  });
}

void test("a choice that was not offered counts for nothing", async () => {
  fake.answers.push("This Session");
  const once = { ...question, choices: ["once"], dies: "the customer" } as const;
  assert.deepEqual(await askInWindow(once), { kind: "not-now" });
});
