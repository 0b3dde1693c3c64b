import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { bubblewrapArguments, type SandboxPlan, seatbeltProfile } from "../../src/broker/sandbox.ts";
import { clearedEnvironment } from "../../src/broker/session-variables.ts";
import type { Ended } from "../sample/program.ts";
import { startHttps, type TestServer } from "./https-server.ts";
import { makeUser, newToken, type TestUser } from "./user.ts";

const reference = "leastkey://shop/staging/crm/token";
const token = newToken();
let user: TestUser;
let server: TestServer;

before(async () => {
  user = makeUser();
  user.policy(`agents:
  "*": { permissions: { crm: [read, write] }, environments: [staging], restrictions: [no-delete], grants: { approve: never } }
credentials:
  "${reference}": { hosts: [crm.shop.test] }
`);
  assert.equal((await user.cli(["vault", "set", reference], token)).code, 0);
  server = await startHttps(["crm.shop.test"], ({ headers }, response) => {
    response.writeHead(200).end(JSON.stringify({ name: "Ada", sent: headers["authorization"] }));
  });
  writeFileSync(join(user.home, "ca.pem"), server.ca);
  writeFileSync(
    join(user.shop, ".env"),
    `CRM_TOKEN=${reference}\nCRM_URL=https://crm.shop.test:${String(server.port)}\n`,
  );
  writeFileSync(join(user.shop, ".env.local"), `OTHER_API_KEY=${newToken()}\n`);
});
after(async () => {
  await server.close();
  user.remove();
});

const agent = (script: string, ...options: readonly string[]): Promise<Ended> =>
  user.cli([
    "agent",
    "run",
    "--resolve",
    "crm.shop.test:127.0.0.1",
    "--ca",
    join(user.home, "ca.pem"),
    ...options,
    "--",
    "sh",
    "-c",
    script,
  ]);
const call = `curl -s -H "Authorization: Bearer $CRM_TOKEN" https://crm.shop.test:`;

void test("an agent does its work with a stand-in, and never holds the credential", async () => {
  const { stdout, stderr, code } = await agent(
    `${call}${String(server.port)}/customers; echo; echo "held $CRM_TOKEN"; env; exit 7`,
  );
  assert.equal(code, 7, stderr);
  assert.match(stdout, /"name":"Ada"/);
  assert.match(stdout, /held leastkey[0-9a-f]{40}/);
  assert.equal(`${stdout}${stderr}`.includes(token), false);
  assert.equal(server.received.at(-1)?.headers["authorization"], `Bearer ${token}`);
  assert.match(stderr, /stand-ins for: CRM_TOKEN/);
  assert.doesNotMatch(stdout, /LEASTKEY_PASSPHRASE/);
});

void test("what the passport forbids, and other hosts, are refused", async () => {
  const before = server.received.length;
  const { stdout } = await agent(
    `${call}${String(server.port)}/customers/1 -X DELETE; curl -sS https://evil.test/ 2>&1`,
  );
  assert.match(stdout, /no-delete/);
  assert.match(stdout, /403/);
  assert.equal(server.received.length, before);
});

const sandbox = { skip: process.platform === "linux" && existsSync("/usr/bin/bwrap") ? false : "needs bubblewrap" };

void test(
  "in the sandbox the files that hold credentials, the vault and other processes are out of sight",
  sandbox,
  async () => {
    assert.ok([0, 1].includes((await user.cli(["scan"])).code));
    assert.ok([0, 1].includes((await user.cli(["protect", "--yes", "--agents", "claude-code"])).code));
    mkdirSync(join(user.home, ".ssh"), { recursive: true });
    writeFileSync(join(user.home, ".ssh", "id_test"), "key\n");
    const look = `cat .env.local | wc -c; ls ${user.leastkeyHome}; ls ${user.home}/.ssh 2>&1; ls /proc | grep -c '^[0-9]'; cat /proc/${String(process.pid)}/environ 2>&1 | head -c 80; echo; echo new > made.txt; ${call}${String(server.port)}/customers`;
    const { stdout, stderr, code } = await agent(look, "--sandbox");
    assert.equal(code, 0, stderr);
    const [bytes, home] = stdout.split("\n");
    assert.equal(bytes?.trim(), "0");
    assert.equal(home, "broker");
    assert.doesNotMatch(stdout, /id_test|vault\.age|vault\.key/);
    assert.match(stdout, /No such file/);
    assert.match(stdout, /"name":"Ada"/, "its work goes on");
    assert.equal(existsSync(join(user.shop, "made.txt")), true, "the workspace is writable");
  },
);

void test("known and recognisable credentials leave the environment, its own key to its model stays", () => {
  const stripe = `sk_${"live"}_51${newToken().slice(4).repeat(2).slice(0, 60)}`;
  const env = {
    PATH: "/bin",
    HOME: "/h",
    KNOWN: token,
    PAY: stripe,
    ANTHROPIC_API_KEY: newToken(),
    SSH_AUTH_SOCK: "/s",
    LEASTKEY_PASSPHRASE: "x",
    EDITOR: "vi",
  };
  const { kept, cleared } = clearedEnvironment(env, {
    keys: ["ANTHROPIC_API_KEY"],
    isKnown: (value) => value === token,
  });
  assert.deepEqual(cleared.toSorted(), ["KNOWN", "LEASTKEY_PASSPHRASE", "PAY", "SSH_AUTH_SOCK"]);
  assert.deepEqual(Object.keys(kept).toSorted(), ["ANTHROPIC_API_KEY", "EDITOR", "HOME", "PATH"]);
});

const plan: SandboxPlan = {
  root: "/u/shop",
  userHome: "/u",
  session: "/tmp/s",
  leastkeyHome: "/u/lk",
  brokerFolder: "/u/lk/broker",
  hiddenFiles: ["/u/shop/.env.local"],
  hiddenHome: [
    { path: "/u/.ssh", isFolder: true },
    { path: "/u/.netrc", isFolder: false },
  ],
  writable: ["/u/.claude"],
  readable: ["/opt/lk"],
  isOnTerminal: false,
};

void test("bubblewrap hides after it has opened", () => {
  const args = bubblewrapArguments(plan);
  const at = (path: string): number => args.lastIndexOf(path);
  assert.ok(at("/u/shop/.env.local") > args.indexOf("/u/shop"));
  assert.ok(at("/u/lk/broker") > args.indexOf("/u/lk"));
  assert.ok(args.includes("--unshare-pid") && args.includes("--new-session"));
});

void test("the Seatbelt profile denies what bubblewrap hides, and the network but loopback", () => {
  const profile = seatbeltProfile(plan);
  assert.match(profile, /deny file-read\* file-write\* \(literal "\/u\/shop\/\.env\.local"\) \(subpath "\/u\/\.ssh"\)/);
  assert.match(profile, /deny network-outbound \(remote ip/);
  assert.ok(profile.indexOf('(allow file-read* (subpath "/u/lk/broker")') > profile.indexOf("deny file-read*"));
});
