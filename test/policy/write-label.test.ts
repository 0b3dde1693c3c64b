import assert from "node:assert/strict";
import test from "node:test";
import { decide } from "../../src/policy/decide.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import { withLabel } from "../../src/policy/write-label.ts";
import { plainRequest, policyOf } from "./engine.ts";

const reference = "leastkey://shop/staging/crm/api-key";

void test("comments and order are kept; the rule stands first, and once", () => {
  const source = `# mine
agents:
  codex: # looks after tests
    permissions: { crm: [read] }
    environments: [staging]
credentials:
  # all of billing
  leastkey://shop/*: { environment: staging }
`;
  const once = withLabel(source, reference, { environment: "production", hosts: ["crm.example.com"] });
  for (const kept of ["# mine", "# looks after tests", "# all of billing\n  leastkey://shop/*:"])
    assert.ok(once.includes(kept), `${kept} is gone:\n${once}`);
  const twice = withLabel(once, reference, { environment: "test" });
  const { policy, faults } = parsePolicy(twice, "p");
  assert.deepEqual(faults, []);
  assert.deepEqual(
    policy?.labels.map(({ match, environment }) => [match, environment]),
    [
      [reference, "test"],
      ["leastkey://shop/*", "staging"],
    ],
  );
});

void test("with no policy yet, the built-in one stays in force beside the label", async () => {
  const user = withLabel(undefined, reference, { environment: "staging", hosts: ["crm.example.com"] });
  const use = { kind: "http", method: "GET", host: "crm.example.com", path: "/" } as const;
  const credential = { ...plainRequest.credential, name: reference, hosts: [] };
  const kindOf = async (host: string) =>
    decide(await policyOf({ user }), { ...plainRequest, credential, use: { ...use, host } });
  assert.equal((await kindOf("crm.example.com")).line.id, "*/grants/approve");
  assert.equal((await kindOf("evil.example.net")).line.id, "built-in/host");
});
