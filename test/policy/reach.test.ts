import assert from "node:assert/strict";
import test from "node:test";
import { decide } from "../../src/policy/decide.ts";
import { isBulk, isCrossAccount } from "../../src/policy/reach.ts";
import type { CredentialUse } from "../../src/policy/request.ts";
import { plainRequest, policyOf } from "./engine.ts";

const run = (text: string): CredentialUse => ({ kind: "command", argv: text.split(" ") });
const http = (method: string, path: string, more: { account?: string[]; body?: string } = {}): CredentialUse => ({
  kind: "http",
  method,
  host: "crm.example.com",
  path,
  ...more,
});

/** What it is, the use, whether it changes account, whether it is of many things. */
const cases: readonly (readonly [CredentialUse, account: boolean, bulk: boolean])[] = [
  [run("aws s3 ls --profile other"), true, false],
  [run("aws sts assume-role --role-session-name x"), true, false],
  [run("kubectl get pods --as admin"), true, false],
  [run("kubectl get pods --all-namespaces"), false, true],
  [
    { kind: "command", argv: ["curl", "-H", "Stripe-Account: acct_1", "https://api.stripe.com/v1/charges"] },
    true,
    false,
  ],
  [{ kind: "command", argv: ["curl", "-HImpersonate-User: root", "https://k8s.example.com/api"] }, true, false],
  [{ kind: "command", argv: ["curl", "-H", "Accept: text/plain", "https://x.example.com"] }, false, false],
  [run("gh pr list"), false, false],
  [http("GET", "/v1/charges", { account: ["stripe-account"] }), true, false],
  [http("GET", "/v9/projects?teamId=team_1"), true, false],
  [http("POST", "/", { body: "Action=AssumeRole&RoleArn=x" }), true, false],
  [http("GET", "/?Action=AssumeRoleWithSAML&Version=1"), true, false],
  [http("GET", "/v1/teams?sort=slugs"), false, false],
  [http("POST", "/_bulk", { body: "{}" }), false, true],
  [http("POST", "/orders/_delete_by_query"), false, true],
  [http("POST", "/v1.0/$batch"), false, true],
  [http("POST", "/v1/projects/p/databases/d:batchWrite"), false, true],
  [http("POST", "/things", { body: '[{"a":1},{"a":2}]' }), false, true],
  [http("POST", "/things", { body: '[{"a":1}]' }), false, false],
  [http("POST", "/things", { body: "[{" }), false, true],
  [http("GET", "/batch/7"), false, false],
  [http("POST", "/batches/7"), false, false],
  [{ kind: "list" }, false, false],
];
for (const [use, account, bulk] of cases) {
  const what = use.kind === "command" ? use.argv.join(" ") : JSON.stringify(use);
  void test(`reach of ${what}: ${account ? "another account" : "its own account"}, ${bulk ? "many" : "one"}`, () => {
    assert.deepEqual([isCrossAccount(use), isBulk(use)], [account, bulk]);
  });
}

void test("each restriction refuses what it names, whoever agreed; without it a human may allow the same", async () => {
  const passport = (restrictions: string): string =>
    `agents:\n  claude-code@staging:\n    permissions: { crm: [read, write] }\n    restrictions: [${restrictions}]\n`;
  for (const [use, account, bulk] of cases) {
    if (account === bulk || use.kind === "list") continue;
    const restriction = account ? "no-cross-account" : "no-bulk";
    const request = { ...plainRequest, use, approved: true };
    const held = decide(await policyOf({ user: passport(restriction) }), request);
    assert.equal(held.kind, "deny", JSON.stringify(use));
    assert.equal(held.line.id, `claude-code@staging/restrictions/${restriction}`);
    const free = decide(await policyOf({ user: passport("") }), request);
    assert.notEqual(free.line.id, held.line.id);
  }
});
