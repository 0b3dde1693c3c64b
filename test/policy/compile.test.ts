import assert from "node:assert/strict";
import test from "node:test";
import { cedarSchema } from "../../src/policy/cedar-schema.ts";
import { type CompileTarget, compileFor } from "../../src/policy/compile/compile-for.ts";
import { compileLayers } from "../../src/policy/compile-layer.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import { cedar } from "./engine.ts";

const source = `agents:
  claude-code@staging:
    role: feature-work
    permissions: { crm: [read], calendar: [read, write], s3: [read] }
    restrictions: [no-delete, no-cross-account]
    grants: { ttl: 15m }
`;
const [passport] = parsePolicy(source, "p").policy?.passports ?? [];
assert.ok(passport);
const compiled = (to: CompileTarget): string =>
  compileFor(to, { passport, labels: [], mount: "secret", gateway: undefined });

void test("Cedar's own validator takes what is compiled for Cedar and for AgentCore", async () => {
  const engine = await cedar();
  const agentcore = `namespace AgentCore {
    entity OAuthUser tags String;
    entity Gateway;
    action "crm___read", "calendar___read", "calendar___write", "s3___read", "crm___delete", "calendar___delete", "s3___delete"
      appliesTo { principal: [OAuthUser], resource: [Gateway] };
  }`;
  for (const [to, schema] of [
    ["cedar", cedarSchema],
    ["agentcore", agentcore],
  ] as const) {
    const answer = engine.validate({ schema, policies: { staticPolicies: compiled(to) } });
    assert.equal(answer.type, "success", JSON.stringify(answer));
    assert.deepEqual(answer.type === "success" && answer.validationErrors, [], to);
  }
  const wrong = engine.validate({
    schema: agentcore,
    policies: { staticPolicies: compiled("agentcore").replaceAll("crm___read", "crm___reed") },
  });
  assert.ok(wrong.type === "success" && wrong.validationErrors.length > 0, "the validator sees a wrong tool");
});

void test("what Cedar refuses is told with the line of the passport that it comes from", async () => {
  const engine = await cedar();
  const { policy } = parsePolicy(source, "policy.yaml");
  assert.ok(policy);
  const refusing: typeof engine = {
    ...engine,
    preparseSchema: engine.preparseSchema,
    validate: ({ policies, ...rest }) => {
      assert.ok(typeof policies.staticPolicies === "string");
      const misspelt = policies.staticPolicies.replace("context.ttl", "context.tll");
      return engine.validate({ ...rest, policies: { staticPolicies: misspelt } });
    },
  };
  const user = parsePolicy(source.replaceAll("staging", "test"), "user.yaml").policy;
  assert.ok(user);
  const sources = [policy, user].map((file) => ({ file, part: "whole" as const, labels: [] }));
  const { layers, faults } = compileLayers(refusing, sources);
  assert.deepEqual(
    layers.map(({ file }) => file.name),
    ["user.yaml"],
  );
  const [fault] = faults;
  assert.equal(fault?.line.file, "policy.yaml");
  assert.deepEqual([fault?.line.line, fault?.line.id], [6, "claude-code@staging/grants/ttl"]);
  assert.match(fault?.message ?? "", /tll/);
});

void test("an AWS session policy allows by tag, denies deleting, and names no wildcard service", () => {
  const policy: unknown = JSON.parse(compiled("aws-session"));
  const text = JSON.stringify(policy);
  assert.match(text, /"Sid":"NoDelete","Effect":"Deny"/);
  assert.match(text, /"aws:ResourceTag\/environment":\["staging"\]/);
  assert.match(text, /secret:staging\/crm\/\*/);
  assert.doesNotMatch(text, /"\*:/);
  assert.ok(text.length < 2048 * 4, "what AWS takes is smaller packed");
});

void test("the agents' own settings deny what destroys, word by word", () => {
  const settings = compiled("claude-code");
  assert.match(settings, /"Bash\(terraform destroy \*\)"/);
  assert.match(settings, /"Read\(\*\*\/\.env\.production\)"/);
  assert.doesNotMatch(settings, /\.env\.staging/);
  const rules = compiled("codex");
  assert.match(rules, /^prefix_rule\(pattern=\[\["terraform","tofu"\], "destroy"\], decision="forbidden"/m);
  assert.doesNotMatch(rules, /prompt/);
});

void test("the vault's policy reads the passport's environment and denies the others", () => {
  const policy = compiled("vault");
  assert.match(policy, /path "secret\/data\/staging\/crm\/\*" \{\n {2}capabilities = \["read"\]/);
  assert.match(policy, /path "secret\/data\/production\/\*" \{\n {2}capabilities = \["deny"\]/);
});
