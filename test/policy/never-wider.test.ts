import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { compilePolicies } from "../../src/guard/load-policy.ts";
import { decide } from "../../src/policy/decide.ts";
import { restrictions } from "../../src/policy/passport.ts";
import type { CredentialUse, PolicyDecision, PolicyRequest } from "../../src/policy/request.ts";
import { cedar, sourceOf } from "./engine.ts";

/** Each run compiles and validates policies; LEASTKEY_RUNS asks for more. */
const runs = Number(process.env["LEASTKEY_RUNS"] ?? 12);
const environments = ["development", "test", "staging", "production"] as const;
const services = ["crm", "mail", "*"] as const;
const actions = ["read", "write", "delete"] as const;

interface Draft {
  readonly agent: string;
  readonly session: string;
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  readonly environments: readonly string[];
  readonly restrictions: readonly string[];
  readonly commands: readonly string[];
  readonly ttl: number;
  readonly approve: string;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  agent: fc.constantFrom("claude-code", "codex", "*"),
  session: fc.constantFrom("", "@staging", "@production"),
  permissions: fc.dictionary(fc.constantFrom(...services), fc.subarray([...actions], { minLength: 1 })),
  environments: fc.subarray([...environments], { minLength: 1 }),
  restrictions: fc.subarray([...restrictions]),
  commands: fc.subarray(["npm test", "node *"]),
  ttl: fc.integer({ min: 30, max: 900 }),
  approve: fc.constantFrom("never", "first-use", "each-use"),
});

/** One passport a name; production stays out of staging's, which the file would be refused for. */
function textOf(drafts: readonly Draft[]): string {
  const passports = new Map(
    drafts.map(({ agent, session, ttl, approve, environments: all, ...rest }) => {
      const reached = session === "@staging" ? all.filter((one) => one !== "production") : all;
      const kept = reached.length === 0 ? {} : { environments: reached };
      const id = `${agent}${session}`;
      return [id, { ...rest, ...kept, grants: { ttl: `${String(ttl)}s`, approve } }] as const;
    }),
  );
  // YAML takes JSON as it is.
  return JSON.stringify({ agents: Object.fromEntries(passports) });
}

const use: fc.Arbitrary<CredentialUse> = fc.oneof(
  fc.constant({ kind: "list" } as const),
  fc.record({
    kind: fc.constant("http" as const),
    method: fc.constantFrom("GET", "POST", "DELETE"),
    host: fc.constantFrom("crm.example.com", "crm.prod.example.com", "evil.example.net"),
    path: fc.constant("/x/1"),
  }),
  fc.record({
    kind: fc.constant("command" as const),
    argv: fc.constantFrom(["npm", "test"], ["node", "x.js"], ["terraform", "destroy"], ["aws", "--profile", "x"]),
  }),
);
const request: fc.Arbitrary<PolicyRequest> = fc.record({
  caller: fc.record({
    agent: fc.constantFrom("claude-code", "codex", "cursor"),
    certainty: fc.constantFrom("confirmed", "likely", "unknown"),
    environment: fc.constantFrom(...environments, "unknown"),
  }),
  credential: fc.record({
    name: fc.constantFrom("leastkey://shop/staging/crm/a", "leastkey://shop/production/mail/b"),
    service: fc.constantFrom("crm", "mail", "other"),
    environment: fc.constantFrom(...environments, "unknown"),
    actions: fc.subarray(["read", "write", "delete"] as const),
    hosts: fc.constantFrom([], ["crm.example.com"]),
  }),
  use,
  ttlSeconds: fc.integer({ min: 1, max: 1000 }),
  approved: fc.boolean(),
});

const freedom = ({ kind }: PolicyDecision): number => ({ deny: 0, ask: 1, allow: 2 })[kind];
const drafts = fc.array(draft, { minLength: 1, maxLength: 3 });
const requests = fc.array(request, { minLength: 4, maxLength: 12 });

void test("a workspace's file that nobody approved never widens, whatever stands in it", async () => {
  const engine = await cedar();
  fc.assert(
    fc.property(drafts, drafts, requests, (user, workspace, asked) => {
      const labels = { credentials: { "leastkey://*": { environment: "staging", service: "crm", hosts: [] } } };
      const theirs = JSON.stringify({ ...(JSON.parse(textOf(workspace)) as object), ...labels });
      const alone = compilePolicies(sourceOf({ user: textOf(user) }), engine);
      const both = compilePolicies(sourceOf({ user: textOf(user), workspace: theirs }), engine);
      assert.deepEqual(
        both.faults.filter(({ severity }) => severity === "error"),
        [],
      );
      for (const one of asked) assert.ok(freedom(decide(both, one)) <= freedom(decide(alone, one)));
    }),
    { numRuns: runs },
  );
});

void test("adding a restriction never allows more", async () => {
  const engine = await cedar();
  fc.assert(
    fc.property(draft, fc.constantFrom(...restrictions), requests, (one, more, asked) => {
      const before = compilePolicies(sourceOf({ user: textOf([one]) }), engine);
      const narrower = { ...one, restrictions: [...new Set([...one.restrictions, more])] };
      const after = compilePolicies(sourceOf({ user: textOf([narrower]) }), engine);
      for (const each of asked) assert.ok(freedom(decide(after, each)) <= freedom(decide(before, each)));
    }),
    { numRuns: runs },
  );
});

void test("taking a permission, an environment or time away never allows more; asking a human never denies more", async () => {
  const engine = await cedar();
  fc.assert(
    fc.property(draft, requests, (one, asked) => {
      const before = compilePolicies(sourceOf({ user: textOf([one]) }), engine);
      const narrowed: readonly Draft[] = [
        { ...one, permissions: Object.fromEntries(Object.entries(one.permissions).filter(([name]) => name === "*")) },
        { ...one, environments: one.environments.slice(0, 1) },
        { ...one, ttl: 30 },
        { ...one, approve: "each-use" },
        { ...one, commands: [] },
      ];
      const star = one.permissions["*"] !== undefined; // what "*" then takes over may be more
      for (const [at, less] of narrowed.entries()) {
        if (at === 0 && star) continue;
        const after = compilePolicies(sourceOf({ user: textOf([less]) }), engine);
        for (const each of asked) assert.ok(freedom(decide(after, each)) <= freedom(decide(before, each)));
      }
    }),
    { numRuns: runs },
  );
});

void test("production is out of reach from staging, by every policy that is accepted", async () => {
  const engine = await cedar();
  fc.assert(
    fc.property(drafts, requests, (user, asked) => {
      const policy = compilePolicies(sourceOf({ user: textOf(user) }), engine);
      for (const one of asked) {
        const caller = { ...one.caller, environment: "staging" as const };
        const credential = { ...one.credential, environment: "production" as const };
        assert.equal(decide(policy, { ...one, caller, credential, approved: true }).kind, "deny");
      }
    }),
    { numRuns: runs },
  );
});
