import assert from "node:assert/strict";
import test from "node:test";
import { builtInPolicy, readBuiltInPolicy } from "../../src/policy/built-in-policy.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";

const article = `# who may do what
agents:
  claude-code@staging:
    role: feature-work
    permissions: { crm: [read], calendar: [read, write], billing: [read] }
    environments: [staging]
    restrictions: [no-delete, no-bulk, no-cross-account]
    grants: { ttl: 15m, approve: first-use }
`;

void test("the article's passport is read with the line of each part", () => {
  const { policy, faults } = parsePolicy(article, "policy.yaml");
  assert.deepEqual(faults, []);
  const [passport] = policy?.passports ?? [];
  assert.equal(passport?.id, "claude-code@staging");
  assert.equal(passport.ttlSeconds, 900);
  assert.deepEqual(
    passport.restrictions.map(({ name, line }) => [name, line]),
    [
      ["no-delete", 7],
      ["no-bulk", 7],
      ["no-cross-account", 7],
    ],
  );
  assert.deepEqual(passport.lines, { own: 3, environments: 6, grants: 8 });
});

/** What is wrong, and the line and words by which it is told. */
const bad: readonly (readonly [string, string, RegExp])[] = [
  ["no YAML", "agents: [", /^1: /],
  ["a list", "- a", /^1: file: /],
  ["a tab", "agents:\n\tx: 1", /^2: /],
  ["an agent twice", "agents:\n  a@test: {}\n  a@test: {}\n", /^3: Map keys must be unique/],
  ["an unknown part", "agents:\n  a@test:\n    permisions: {}\n", /^3: agents\/a@test\/permisions is not known here/],
  ["an unknown part of the file", "agent: {}\n", /^1: agent is not known here/],
  [
    "an unknown action",
    "agents:\n  a@test:\n    permissions:\n      crm: [erase]\n",
    /^4: .*one of read, write, delete/,
  ],
  ["an unknown restriction", "agents:\n  a@test:\n    restrictions: [no-fun]\n", /^3: .*one of no-delete/],
  ["an unknown environment", "agents:\n  a:\n    environments: [moon]\n", /^3: .*one of development/],
  ["no environment", "agents:\n  a: {}\n", /^2: a names no environment/],
  [
    "production from staging",
    "agents:\n  a@staging:\n    environments: [staging, production]\n",
    /^3: a passport of staging reaches production/,
  ],
  ["a bad time", "agents:\n  a@test:\n    grants: { ttl: soon }\n", /^3: .*a time is a number/],
  ["a time without end", "agents:\n  a@test:\n    grants: { ttl: 9999h }\n", /^3: .*12 hours at most/],
  ["a strange key", "agents:\n  Bob!: {}\n", /^2: .*a passport is AGENT/],
  ["an alias", "agents: &a\n  a@test: {}\nhosts: *a\n", /^1: the file uses aliases/],
  ["a host with a scheme", "hosts:\n  https://x.com: production\n", /^2: .*a host is a name/],
  ["too long", `# ${"x".repeat(300_000)}`, /^1: the file is over 256 KB/],
];

for (const [name, source, told] of bad) {
  void test(`refused with place and reason: ${name}`, () => {
    const { policy, faults } = parsePolicy(source, "p");
    assert.equal(policy, undefined);
    assert.match(`${String(faults[0]?.line.line)}: ${faults[0]?.message ?? ""}`, told);
  });
}

void test("contradictory lines are told, and the restriction holds", () => {
  const source = "agents:\n  a@test:\n    permissions: { crm: [delete] }\n    restrictions: [no-delete]\n";
  const { policy, faults } = parsePolicy(source, "p");
  assert.notEqual(policy, undefined);
  assert.deepEqual(
    faults.map(({ severity, line, message }) => [severity, line.line, message]),
    [["warning", 3, "no-delete forbids what permissions/crm permits: nothing is deleted"]],
  );
});

void test("an empty file is a policy that names nobody", () => {
  assert.deepEqual(parsePolicy("", "p").policy?.passports, []);
});

void test("the built-in policy is one of our own form", () => {
  assert.equal(readBuiltInPolicy().passports.length, 1);
  assert.deepEqual(parsePolicy(builtInPolicy, "p").faults, []);
});
