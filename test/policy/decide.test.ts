import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import type { Environment } from "../../src/core/finding.ts";
import { decide } from "../../src/policy/decide.ts";
import type { CredentialAction, CredentialUse, PolicyDecision, PolicyRequest } from "../../src/policy/request.ts";
import { plainRequest, policyOf } from "./engine.ts";

/** The article's passport, beside others that show each part of the form. */
const user = `agents:
  claude-code@staging:
    role: feature-work
    permissions: { crm: [read], calendar: [read, write], billing: [read] }
    environments: [staging]
    restrictions: [no-delete, no-bulk, no-cross-account]
    grants: { ttl: 15m, approve: first-use }
  claude-code@production:
    role: looks after what is wrong
    permissions: { crm: [read] }
    grants: { ttl: 5m, approve: each-use }
  codex:
    permissions: { crm: [read, write, delete], "*": [read] }
    environments: [development, test, staging]
    commands: [npm test, npm run *, node scripts/*.mjs]
    grants: { approve: never }
  gemini-cli@test:
    permissions: { crm: [read, write] }
    restrictions: [no-run]
    grants: { ttl: 30s, approve: never }
credentials:
  leastkey://shop/staging/billing/*: { actions: [read], hosts: [api.billing.example.com] }
hosts:
  "*.live.example.com": production
`;

const uses: Readonly<Record<string, CredentialUse>> = {
  list: { kind: "list" },
  GET: { kind: "http", method: "GET", host: "crm.example.com", path: "/x" },
  POST: { kind: "http", method: "POST", host: "crm.example.com", path: "/x" },
  DELETE: { kind: "http", method: "DELETE", host: "crm.example.com", path: "/x/1" },
  "GET prod host": { kind: "http", method: "GET", host: "crm.prod.example.com", path: "/x" },
  "GET live host": { kind: "http", method: "GET", host: "a.live.example.com", path: "/x" },
  "GET other host": { kind: "http", method: "GET", host: "evil.example.net", path: "/x" },
  "npm test": { kind: "command", argv: ["npm", "test"] },
  "npm run dev": { kind: "command", argv: ["npm", "run", "dev"] },
  "node scripts/../x.mjs": { kind: "command", argv: ["node", "scripts/../x.mjs"] },
  "aws --profile": { kind: "command", argv: ["aws", "s3", "ls", "--profile", "other"] },
  "tool --all": { kind: "command", argv: ["tool", "list", "--all"] },
  "terraform destroy": { kind: "command", argv: ["terraform", "destroy"] },
};
const callers: readonly (readonly [string, Environment])[] = [
  ["claude-code", "staging"],
  ["claude-code", "production"],
  ["claude-code", "development"],
  ["codex", "staging"],
  ["codex", "production"],
  ["gemini-cli", "test"],
  ["cursor", "staging"],
];
const credentials: readonly (readonly [string, Environment])[] = [
  ["crm", "staging"],
  ["crm", "production"],
  ["billing", "staging"],
];

const shown = (decision: PolicyDecision): string => `${decision.kind.padEnd(5)} ${decision.line.id}`;

void test("a table of decisions, each with the line that made it", async () => {
  const policy = await policyOf({ user });
  const rows = callers.flatMap(([agent, session]) =>
    credentials.flatMap(([service, environment]) =>
      Object.entries(uses).map(([name, use]) => {
        const reference = `leastkey://shop/${environment}/${service}/api-key`;
        const credential = { ...plainRequest.credential, name: reference, service, environment };
        const caller = { agent, certainty: "confirmed" as const, environment: session };
        const request = { ...plainRequest, caller, credential, use };
        const decision = decide(policy, request);
        const agreed = decide(policy, { ...request, approved: true });
        // What a human approves is allowed, what is denied stays denied, and what is allowed needs nobody.
        assert.equal(agreed.kind, decision.kind === "ask" ? "allow" : decision.kind, name);
        return `${agent} in ${session} · ${service} of ${environment} · ${name.padEnd(21)} ${shown(decision)}`;
      }),
    ),
  );
  assert.ok(rows.length >= 200, String(rows.length));
  const golden = "test/fixtures/policy/decisions.txt";
  if (process.env["LEASTKEY_UPDATE"]) {
    mkdirSync("test/fixtures/policy", { recursive: true });
    writeFileSync(golden, `${rows.join("\n")}\n`);
  }
  assert.deepEqual(rows, readFileSync(golden, "utf8").trimEnd().split("\n"));
});

/** What is asked for, and the decision by its line. */
const single: readonly (readonly [string, Partial<PolicyRequest>, string])[] = [
  ["too long a time", { ttlSeconds: 901 }, "deny  claude-code@staging/grants/ttl"],
  ["just the time", { ttlSeconds: 900 }, "ask   claude-code@staging/grants/approve"],
  ["part of a second", { ttlSeconds: 900.5 }, "deny  claude-code@staging/grants/ttl"],
  ["approved before", { approved: true }, "allow claude-code@staging/permissions/crm"],
  [
    "a caller that nothing tells",
    { caller: { agent: "claude-code", certainty: "unknown", environment: "staging" } },
    "ask   built-in/uncertain",
  ],
  [
    "an environment that nothing tells",
    { caller: { agent: "claude-code", certainty: "confirmed", environment: "unknown" } },
    "deny  agents",
  ],
  [
    "a credential of no known environment, outside the passport's",
    { credential: { ...plainRequest.credential, environment: "unknown" } },
    "deny  claude-code@staging/environments",
  ],
  [
    "a name that tries to be Cedar",
    { credential: { ...plainRequest.credential, name: '"); permit (principal, action, resource); //' } },
    "ask   claude-code@staging/grants/approve",
  ],
  [
    "a service that tries to be Cedar",
    { credential: { ...plainRequest.credential, service: 'crm" || true || "' } },
    "deny  claude-code@staging",
  ],
];
for (const [name, change, expected] of single) {
  void test(`decided: ${name}`, async () => {
    assert.equal(shown(decide(await policyOf({ user }), { ...plainRequest, ...change })), expected);
  });
}

void test("a label's abilities limit what a passport permits", async () => {
  const policy = await policyOf({ user });
  const can = (actions: readonly CredentialAction[], method: string) => {
    const credential = { ...plainRequest.credential, service: "calendar", actions };
    const use = { kind: "http", method, host: "crm.example.com", path: "/" } as const;
    return shown(decide(policy, { ...plainRequest, credential, use, approved: true }));
  };
  assert.equal(can(["read"], "POST"), "deny  built-in/abilities/write");
  assert.equal(can(["read", "write"], "POST"), "allow claude-code@staging/permissions/calendar");
  assert.equal(can([], "POST"), "allow claude-code@staging/permissions/calendar");
});

void test("an evaluation that fails denies, although Cedar would leave the line out", async () => {
  const policy = await policyOf({ user });
  const [layer] = policy.layers;
  assert.ok(layer);
  const at = { file: "user", line: 1, id: "built-in/broken" };
  const text = "forbid (principal, action, resource) when { context.ttl + 9223372036854775807 > 0 };";
  const broken = { id: at.id, at, text, reason: "", hint: "" };
  const decision = decide(
    { ...policy, layers: [{ ...layer, lines: [broken, ...layer.lines], sets: new Map() }] },
    plainRequest,
  );
  assert.equal(decision.kind, "deny");
  assert.match(decision.reason, /Cedar could not decide \(built-in\/broken: /);
});

void test("an error in either file denies everything, and says the place", async () => {
  const decision = decide(await policyOf({ user, workspace: "agents: [" }), { ...plainRequest, use: { kind: "list" } });
  assert.equal(decision.kind, "deny");
  assert.match(decision.reason, /^workspace:1 has an error/);
});

void test("the strictest file counts, and so do its terms", async () => {
  const workspace =
    "agents:\n  codex:\n    permissions: { crm: [read] }\n    environments: [staging]\n    grants: { ttl: 2m, approve: first-use }\n";
  const policy = await policyOf({ user, workspace });
  const caller = { agent: "codex", certainty: "confirmed", environment: "staging" } as const;
  const decision = decide(policy, { ...plainRequest, caller });
  assert.equal(shown(decision), "ask   codex/grants/approve");
  assert.deepEqual(decision.kind === "ask" && decision.terms, { ttlSeconds: 120, approve: "first-use" });
  const posted = decide(policy, { ...plainRequest, caller, use: uses["POST"] ?? { kind: "list" } });
  assert.equal(posted.line.file, "workspace");
});

void test("an approved file stands in place of the user's permissions, never of the user's restrictions", async () => {
  const workspace =
    "agents:\n  claude-code@staging:\n    permissions: { mail: [read, write, delete] }\n    grants: { approve: never }\n";
  const policy = await policyOf({ user, workspace, approved: true });
  const credential = { ...plainRequest.credential, service: "mail" };
  const told = (method: string) => {
    const use = { kind: "http", method, host: "crm.example.com", path: "/" } as const;
    return shown(decide(policy, { ...plainRequest, credential, use, approved: true }));
  };
  assert.equal(told("POST"), "allow claude-code@staging/own");
  assert.equal(told("DELETE"), "deny  claude-code@staging/restrictions/no-delete");
});
