import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { leastkey, programs, run } from "../sample/program.ts";
import { programOf, type Running, startServer } from "../vaults/real-servers.ts";

/** The helpers, called by the programs that they are for: real git, and botocore as every AWS library does it. */
const folder = mkdtempSync(join(tmpdir(), "leastkey-helpers-"));
const token = ["planted", "gh", "Kx92"].join("-");
const reference = "leastkey://shop/test/github/token";
const env = {
  PATH: process.env["PATH"],
  HOME: folder,
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  GIT_TERMINAL_PROMPT: "0",
  NO_COLOR: "1",
};
/** As Claude Code marks the shells that it starts. */
const agent = { AI_AGENT: "claude-code_2-1-330_agent" };
const cli = `'${process.execPath}' '${resolve(programs, "cli.js")}'`;
const helper = `!${cli} git-credential --host git.example.test --reference ${reference} --username bot`;
const moto = programOf("moto_server");
let aws: Running | undefined;

before(async () => {
  const stored = await leastkey(["vault", "set", reference], { env, input: token });
  assert.equal(stored.code, 0, stored.stderr);
});
after(() => {
  aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What git gets for a question. */
const fill = (question: string, more: NodeJS.ProcessEnv = {}) =>
  run("git", ["-c", `credential.helper=${helper}`, "credential", "fill"], {
    cwd: folder,
    env: { ...env, ...more },
    input: `${question}\n\n`,
  });

void test("git gets the password for its host over https, and nobody else does", async () => {
  const asked = await fill("protocol=https\nhost=git.example.test");
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stdout, new RegExp(`^username=bot\\npassword=${token}$`, "m"));
  const others = ["protocol=https\nhost=evil.test", "protocol=http\nhost=git.example.test"];
  for (const question of [...others, "protocol=https\nhost=git.example.test\nusername=someone"]) {
    const refused = await fill(question);
    assert.notEqual(refused.code, 0);
    assert.ok(!refused.stdout.includes(token) && !refused.stderr.includes(token));
  }
  const trail = readFileSync(join(folder, "home", "audit", "trail.jsonl"), "utf8");
  assert.ok(trail.includes(reference) && !trail.includes(token));
});

void test("an agent that asks git to print the password is refused", async () => {
  const refused = await fill("protocol=https\nhost=git.example.test", agent);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /started by a coding agent/);
  assert.ok(!refused.stdout.includes(token));
});

const noOpenssl = programOf("openssl") === undefined ? "openssl is not installed" : false;
void test("an agent's git that talks to the host gets it all the same: the agent never sees it", {
  skip: noOpenssl,
}, async (t) => {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"];
  const made = await run("openssl", [...request, "-keyout", key, "-out", certificate]);
  assert.equal(made.code, 0, made.stderr);
  const headers: string[] = [];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (asked, answer) => {
    headers.push(asked.headers.authorization ?? "");
    answer.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
  });
  t.after(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const host = `localhost:${String(typeof address === "object" ? (address?.port ?? 0) : 0)}`;
  const own = helper.replace("git.example.test", host);
  const args = [
    "-c",
    `credential.helper=${own}`,
    "-c",
    "http.sslVerify=false",
    "ls-remote",
    `https://${host}/shop.git`,
  ];
  const ended = await run("git", args, { cwd: folder, env: { ...env, ...agent } });
  assert.notEqual(ended.code, 0, "the server lets nobody in");
  assert.ok(headers.includes(`Basic ${Buffer.from(`bot:${token}`).toString("base64")}`), ended.stderr);
  assert.ok(!`${ended.stdout}${ended.stderr}`.includes(token));
});

void test("store and erase leave the vault as it is", async () => {
  for (const operation of ["store", "erase"]) {
    const args = ["git-credential", "--host", "git.example.test", "--reference", reference, operation];
    const done = await leastkey(args, { env, input: "protocol=https\nhost=git.example.test\npassword=x\n" });
    assert.deepEqual([done.code, done.stdout], [0, ""], done.stderr);
  }
  assert.match((await fill("protocol=https\nhost=git.example.test")).stdout, new RegExp(token));
});

const skip = moto === undefined ? "moto is not installed: pip install 'moto[server]'" : false;
void test("botocore takes a role's session by credential_process", { skip, timeout: 120_000 }, async () => {
  aws = await startServer(moto ?? "", (port) => ["-H", "127.0.0.1", "-p", String(port)], "/moto-api/");
  const config = join(folder, "aws-config");
  const role = "ref+awssts://arn:aws:iam::123456789012:role/report";
  writeFileSync(config, `[profile moved]\nregion = eu-central-1\ncredential_process = ${cli} aws-credential ${role}\n`);
  const program = [
    "import botocore.session as s",
    "c = s.Session(profile='moved').get_credentials()",
    "f = c.get_frozen_credentials()",
    "print(f.access_key[:4], len(f.secret_key) > 20, len(f.token) > 20, c.method)",
  ].join("\n");
  const given = {
    ...env,
    AWS_CONFIG_FILE: config,
    AWS_ENDPOINT_URL: aws.address,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: ["AKIA", "TESTTESTTESTTEST"].join(""),
    AWS_SECRET_ACCESS_KEY: "x".repeat(40),
  };
  const python = (moto ?? "").replace(/moto_server$/, "python3");
  const asked = await run(python, ["-c", program], { cwd: folder, env: given });
  assert.equal(asked.stdout.trim(), "ASIA True True custom-process", asked.stderr);
  const refused = await leastkey(["aws-credential", role], { env: { ...given, ...agent } });
  assert.equal(refused.code, 2);
  assert.equal((await leastkey(["aws-credential"], { env: given })).code, 2);
});
