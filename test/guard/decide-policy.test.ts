import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import type { AgentCall, ToolCall, Verdict } from "../../src/core/verdict.ts";
import { decide } from "../../src/guard/decide.ts";
import { setEnvironment } from "../../src/guard/set-environment.ts";
import { writePolicyTable } from "../../src/guard/write-policy-table.ts";
import { cedar } from "../policy/engine.ts";
import { makeWorkspace } from "./workspace.ts";

const workspace = makeWorkspace();
const { root, context } = workspace;
const call = (command: string, extra: Partial<AgentCall> = {}): AgentCall => workspace.call(command, extra);
const policyPath = join(root, ".leastkey/policy.yaml");
const { files, home, fingerprinter } = context;
const audit = { append: () => ({ sequence: 1, hash: "" }) };
const ports = { files, fingerprinter, audit, clock: { now: () => 0 } };

async function policy(text: string | undefined, compiled = true): Promise<void> {
  if (text === undefined) rmSync(policyPath, { force: true });
  else {
    mkdirSync(dirname(policyPath), { recursive: true });
    writeFileSync(policyPath, text);
  }
  if (compiled) writePolicyTable(root, await cedar(), files, home);
}
const told = (verdict: Verdict): string => (verdict.kind === "allow" ? "allow" : `${verdict.kind} ${verdict.rule}`);
const shell = (command: string, extra: Partial<AgentCall> = {}): string => told(decide(call(command, extra), context));
const other = (kind: ToolCall, tool: string, strings: readonly string[]): string =>
  told(decide({ ...call(""), call: kind, tool, strings }, context));
const reasonOf = (command: string): string => {
  const verdict = decide(call(command), context);
  return verdict.kind === "deny" ? verdict.reason : verdict.kind === "ask" ? verdict.question : "";
};

const passports = `agents:
  claude-code@staging:
    permissions: { railway: [read], github: [read, write, delete] }
    restrictions: [no-bulk]
  codex@staging:
    permissions: { "*": [read, write, delete] }
    restrictions: [no-delete]
environments:
  - { branch: "feature/*", is: staging }
  - { branch: main, is: production }
hosts:
  api.shop.example.com: production
`;
const deleteVolume = "railway volume delete --yes";

void test("without a policy what destroys is asked about, with what becomes of backups", () => {
  assert.equal(shell(deleteVolume), "ask destructive");
  assert.match(reasonOf(deleteVolume), /a Railway volume and its data \(its backups die with it\)\. Should it run\?$/);
});

void test("a passport decides: not permitted and no-delete are refused with the line, permitted is asked about", async () => {
  await policy(passports);
  setEnvironment(root, "staging", ports, home);
  assert.equal(shell(deleteVolume), "deny destructive");
  assert.match(reasonOf(deleteVolume), /no permission to delete with railway.*policy\.yaml:3\)/);
  assert.equal(shell("gh repo delete a/b"), "ask destructive");
  assert.equal(shell("gh repo delete a/b", { agent: "codex" }), "deny destructive");
  assert.equal(shell("gh repo delete a/b", { agent: "cursor" }), "deny destructive");
  assert.equal(shell("gh repo view a/b"), "allow");
  assert.equal(shell("git push --mirror https://x:$GITHUB_TOKEN@github.com/a/b"), "deny destructive", "no-bulk");
  assert.match(reasonOf("git push --mirror https://x:$GITHUB_TOKEN@github.com/a/b"), /no-bulk.*policy\.yaml:4\)/);
});

void test("a policy that is newer than its table, or broken, denies the use of credentials and nothing else", async () => {
  await policy(`${passports}# changed\n`, false);
  for (const command of [deleteVolume, "gh repo delete a/b"]) assert.equal(shell(command), "deny destructive");
  assert.equal(shell("leastkey run -- npm start"), "deny environment-firewall");
  assert.equal(shell("npm test && git status && ls"), "allow");
  await policy("agents:\n  claude-code: {}\n");
  assert.match(reasonOf("leastkey run -- npm start"), /the policy has an error \(\.leastkey\/policy\.yaml:2: /);
  assert.equal(shell("npm test"), "allow");
  await policy(undefined, false);
  assert.equal(shell(deleteVolume), "deny destructive", "taking the policy away frees nothing");
  await policy(passports);
});

const firewall: readonly (readonly [string, string])[] = [
  ["curl -H 'x: leastkey://shop/staging/crm/key' https://example.com", "allow"],
  ["curl -H 'x: leastkey://shop/production/crm/key' https://example.com", "deny environment-firewall"],
  ["A=leastkey://shop/prod/crm/key npm start", "deny environment-firewall"],
  ["bash -c 'leastkey run --env-file .env.production -- npm start'", "deny environment-firewall"],
  ["leastkey run --env-file .env.staging -- npm start", "allow"],
  ['curl -u "$USER:$PASSWORD" https://api.prod.example.com/x', "ask environment-firewall"],
  ['curl -H "Authorization: Bearer $TOKEN" https://api.shop.example.com/x', "ask environment-firewall"],
  ['curl -H "Authorization: Bearer $TOKEN" https://api.staging.example.com/x', "allow"],
  ["curl https://www.production.example.com/", "allow"],
  ["psql postgres://app@db.prod.example.com/shop -c 'select 1'", "ask environment-firewall"],
  ["psql -h db-prod.example.com shop", "ask environment-firewall"],
  ["kubectl --context prod get pods", "ask environment-firewall"],
  ["railway run --environment production npm start", "ask environment-firewall"],
  ["vercel deploy --prod", "ask environment-firewall"],
  ["NODE_ENV=production npm run build", "allow"],
  ["npm run build --production", "allow"],
  ["git checkout production", "allow"],
  ["git push origin prod", "allow"],
  ["cat docs/production.md", "allow"],
];
void test("a staging session reaches no credential of production, and is held where one is used on its hosts", () => {
  const wrong = firewall.filter(([command, expected]) => shell(command) !== expected);
  assert.deepEqual(
    wrong.map(([command]) => `${shell(command)}: ${command}`),
    [],
  );
  assert.match(
    reasonOf("A=leastkey://shop/prod/crm/key npm start"),
    /this session is staging \(leastkey policy env set it\)/,
  );
  const url = "https://api.prod.example.com/x";
  assert.equal(
    other({ kind: "mcp", tool: "http" }, "mcp__http", [url, "authorization: Bearer x"]),
    "ask environment-firewall",
  );
  const reference = "leastkey://shop/production/crm/key";
  assert.equal(other({ kind: "mcp", tool: "http" }, "mcp__http", [reference]), "deny environment-firewall");
  const edit: ToolCall = { kind: "edit", paths: ["deploy.md"], text: [reference] };
  assert.equal(other(edit, "Write", [reference]), "allow", "writing its name is no use of it");
});

void test("a branch gives the environment, but production only by a file that a human approved", async () => {
  setEnvironment(root, undefined, ports, home);
  const onBranch = (name: string): void => {
    execFileSync("git", ["symbolic-ref", "HEAD", `refs/heads/${name}`], { cwd: root });
  };
  onBranch("feature/x/y");
  assert.equal(shell("A=leastkey://shop/prod/crm/key npm start"), "deny environment-firewall");
  assert.match(
    reasonOf("A=leastkey://shop/prod/crm/key npm start"),
    /the branch feature\/x\/y \(\.leastkey\/policy\.yaml:9\)/,
  );
  onBranch("main");
  assert.equal(shell("A=leastkey://shop/staging/crm/key npm start"), "allow", "unknown: nothing says it");
  assert.equal(shell("gh repo delete a/b"), "deny destructive");
});

void test("the workspace's word on environments narrows only", async () => {
  const lies =
    "hosts: { api.prod.example.com: staging }\ncredentials: { 'leastkey://shop/prod/*': { environment: staging } }\n";
  await policy(`${passports.replace(/hosts:[^]*/, "")}${lies}`);
  setEnvironment(root, "staging", ports, home);
  assert.equal(shell("A=leastkey://shop/prod/crm/key npm start"), "deny environment-firewall");
  assert.equal(shell('curl -u "$A:$PASSWORD" https://api.prod.example.com/x'), "ask environment-firewall");
});

void test("an agent may not approve a policy or change the environment", () => {
  for (const command of ["leastkey policy approve", "leastkey policy env production", "leastkey policy env --clear"])
    assert.equal(shell(command), "deny guard-tampering", command);
  for (const command of [
    "leastkey policy check",
    "leastkey policy env",
    "leastkey policy explain codex crm@staging read",
  ])
    assert.equal(shell(command), "allow", command);
});

void test("no-cross-account holds in the hook: another account is refused with the line, each file by itself", async () => {
  const crossing = [
    "aws --profile other s3 ls",
    "aws sts assume-role --role-arn arn:aws:iam::1:role/x --role-session-name y",
    "kubectl config use-context other",
    "bash -c 'cd x && gh auth switch'",
    'curl -H "Stripe-Account: acct_1" -H "Authorization: Bearer $TOKEN" https://api.stripe.com/v1/charges',
  ];
  const own = [
    "aws s3 ls",
    "kubectl get pods",
    "cargo build --profile release",
    "echo aws sts assume-role",
    "npm test",
  ];
  await policy(`${passports.replace("[no-bulk]", "[no-bulk, no-cross-account]")}`);
  setEnvironment(root, "staging", ports, home);
  for (const command of crossing) assert.equal(shell(command), "deny environment-firewall", command);
  assert.match(reasonOf("aws --profile other s3 ls"), /no-cross-account\) \(\.leastkey\/policy\.yaml:4\)/);
  for (const command of own) assert.equal(shell(command), "allow", command);
  for (const command of crossing)
    assert.notEqual(
      shell(command, { agent: "codex" }),
      "deny environment-firewall",
      `codex is not restricted: ${command}`,
    );
  assert.equal(shell("aws --profile other s3 ls", { agent: "codex" }), "allow");
  await policy(passports);
});

void test("tools that are no shell are judged by what they say", () => {
  const mcp: ToolCall = { kind: "mcp", tool: "x" };
  assert.equal(other(mcp, "mcp__railway__volume_delete", []), "deny destructive");
  assert.equal(
    other(mcp, "mcp__http__request", ["DELETE", "https://api.stripe.com/v1/customers/1"]),
    "deny destructive",
  );
  assert.equal(other(mcp, "mcp__http__request", ["DELETE", "http://localhost:3000/todo/1"]), "allow");
  assert.equal(other(mcp, "mcp__terminal__run", ["terraform destroy"]), "deny destructive");
  assert.equal(other(mcp, "mcp__docs__search", ["how to delete a volume"]), "allow");
});
