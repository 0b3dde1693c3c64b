import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import type { AuditEvent } from "../../src/audit/event.ts";
import type { Asker } from "../../src/broker/asker.ts";
import { createBroker } from "../../src/broker/broker.ts";
import { madeCredentials } from "../../src/broker/made-credentials.ts";
import { useCommand } from "../../src/broker/use-command.ts";
import { policyOf } from "../policy/engine.ts";
import { programOf, type Running, startPostgres, vaultsWith } from "../vaults/real-servers.ts";
import { peer } from "./fixed-broker.ts";

/** The broker over a vault that makes a login of a real PostgreSQL for each use. */
const skip =
  programOf("initdb") === undefined || programOf("psql") === undefined ? "PostgreSQL is not installed" : false;
const parts = ["username", "password"].map((key) => `ref+postgres://reporting#/${key}`);
let server: Running | undefined;

before(async () => {
  if (skip !== false) return;
  server = await startPostgres();
  await asOwner("CREATE ROLE reporting");
});
after(() => server?.stop());

const policy = `agents:
  "*":
    role: tests
    permissions: { "*": [read, write, delete] }
    environments: [unknown]
    grants: { ttl: 15m, approve: first-use }
`;

/** A broker whose human says the same to every question; its clock (fake) is moved on by hand. */
async function brokerOf(answer: "once" | "a-while") {
  const loaded = await policyOf({ user: policy });
  const events: AuditEvent[] = [];
  const audit = { append: (event: AuditEvent) => ({ sequence: events.push(event), hash: "" }) };
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  const ask: Asker = () => Promise.resolve({ kind: answer });
  const [host = "", port = ""] = (server?.address ?? "").split(":");
  const again = () => vaultsWith({ postgres: { host, port, user: "postgres", database: "postgres" } });
  const made = madeCredentials({ vaults: again(), again: () => Promise.resolve(again()), audit, clock });
  const own = createBroker({
    clock,
    audit,
    vault: made.vault,
    policy: () => Promise.resolve(loaded),
    environment: () => Promise.resolve("unknown"),
    ask,
    newId: randomUUID,
  });
  return { made, broker: made.watch(own), events, pass: (ms: number) => (time.now += ms) };
}

/** What the program sees of its login is what it prints. */
const run = ({ broker, made }: Awaited<ReturnType<typeof brokerOf>>) =>
  useCommand(broker, { vault: made.vault, env: process.env }, {
    peer,
    argv: [process.execPath, "-e", "console.log(process.env.PGUSER, process.env.PGPASSWORD)"],
    cwd: tmpdir(),
    purpose: "a test",
    timeoutMs: 20_000,
    credentials: parts.map((reference, at) => ({ reference, variable: at === 0 ? "PGUSER" : "PGPASSWORD" })),
  } as Parameters<typeof useCommand>[2]);

async function asOwner(sql: string): Promise<string> {
  const { spawnSync } = await import("node:child_process");
  const [host = "", port = ""] = (server?.address ?? "").split(":");
  const args = ["-X", "-q", "-t", "-A", "-w", "-h", host, "-p", port, "-U", "postgres", "-c", sql];
  const { stdout, stderr, status } = spawnSync(programOf("psql") ?? join("bin", "psql"), args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}
const logins = (): Promise<string> => asOwner("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'leastkey_%'");
const said = (events: readonly AuditEvent[]): readonly string[] =>
  events.map(({ action }) => action).filter((action) => action.startsWith("lease."));

void test("one use: the login is dropped when the command has ended, and nothing of it is told to the agent", {
  skip,
}, async () => {
  const session = await brokerOf("once");
  const ran = await run(session);
  assert.equal(ran.kind, "ran", JSON.stringify(ran));
  assert.match(
    ran.kind === "ran" ? ran.stdout : "",
    /^<concealed by leastkey: PGUSER> <concealed by leastkey: PGPASSWORD>\n$/,
  );
  await session.made.look();
  assert.equal(await logins(), "0");
  assert.deepEqual(said(session.events), ["lease.mint", "lease.revoke"]);
  await session.made.close();
});

void test("a grant of some minutes: the same login for each use, dropped when the grant has expired", {
  skip,
}, async () => {
  const session = await brokerOf("a-while");
  await run(session);
  await run(session);
  session.pass(14 * 60_000);
  await session.made.look();
  assert.equal(await logins(), "1", "the grant lives");
  session.pass(2 * 60_000);
  await session.made.look();
  assert.equal(await logins(), "0");
  assert.deepEqual(said(session.events), ["lease.mint", "lease.revoke"]);
  await run(session);
  session.broker.revoke(() => true, "the user took it back");
  await session.made.look();
  assert.equal(await logins(), "0", "revoked with its grant");
  await run(session);
  await session.made.close();
  assert.equal(await logins(), "0", "nothing outlives the broker");
});
