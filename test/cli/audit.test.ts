import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import { leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { type Ended, leastkey } from "../sample/program.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-audit-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

interface Installed {
  readonly home: string;
  readonly cli: (args: readonly string[], more?: NodeJS.ProcessEnv) => Promise<Ended>;
}

const hour = 3_600_000;

/** Six records: one an hour, the last of them now; every other one of claude-code and denied. */
function installed(count = 6): Installed {
  const home = mkdtempSync(join(folder, "home-"));
  for (let at = 0; at < count; at++) {
    const time = Date.now() - (count - 1 - at) * hour;
    const trail = openTrail(leastkeyHome({ LEASTKEY_HOME: home }), { now: () => time });
    trail.append(
      at % 2 === 0
        ? {
            action: "tool.call",
            outcome: "denied",
            attribution: "confirmed",
            agent: "claude-code",
            command: "cat .env",
          }
        : { action: "scan", outcome: "done", attribution: "unknown" },
    );
  }
  const env: NodeJS.ProcessEnv = { ...process.env, LEASTKEY_HOME: home, NO_COLOR: "1" };
  for (const name of Object.keys(env)) if (name.startsWith("OTEL_")) delete env[name];
  return { home, cli: (args, more = {}) => leastkey(["audit", ...args], { cwd: folder, env: { ...env, ...more } }) };
}

function repository(): string {
  const root = mkdtempSync(join(folder, "repository-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], { cwd: root, stdio: "pipe" });
  git("init", "-q");
  writeFileSync(join(root, "a"), "a");
  git("add", "a");
  git("commit", "-qm", "a");
  return root;
}

const validatorOf = (name: string) =>
  new Ajv({ strict: true }).compile(JSON.parse(readFileSync(`media/schema/${name}.schema.json`, "utf8")) as object);

void test("tail: filters by agent, outcome and time, over the whole trail, as schema says", async () => {
  const { cli } = installed();
  const validate = validatorOf("audit-tail");
  const rows = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await cli(["tail", "--json", ...args]);
    assert.equal(code, 0, stderr);
    return stdout.split("\n").flatMap((line) => {
      if (line === "") return [];
      const row = JSON.parse(line) as { readonly sequence: number };
      assert.ok(validate(row), JSON.stringify(validate.errors));
      return [row.sequence];
    });
  };
  assert.deepEqual(await rows(), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(await rows("-n", "2"), [5, 6]);
  assert.deepEqual(await rows("--agent", "claude-code", "-n", "2"), [3, 5]);
  assert.deepEqual(await rows("--outcome", "done"), [2, 4, 6]);
  assert.deepEqual(await rows("--since", "90m"), [5, 6]);
  assert.deepEqual(await rows("--since", "2020-01-01", "--agent", "codex"), []);
});

const wrong: readonly (readonly string[])[] = [
  ["tail", "--outcome", "maybe"],
  ["tail", "--since", "yesterday"],
  ["tail", "-n", "-1"],
  ["export", "--format", "xml"],
  ["frobnicate"],
];
for (const args of wrong) {
  void test(`audit ${args.join(" ")} is wrong usage`, async () => {
    const { code, stdout } = await installed(0).cli(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
  });
}

void test("anchor keeps a signed head in a git note; verify says when, and finds a cut-off end against it", async () => {
  const { home, cli } = installed();
  const root = repository();
  assert.match((await cli(["verify"])).stdout, /last anchored: never/);
  const none = await cli(["verify", "--against", root]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /hold no head of this trail/);
  const anchored = await cli(["anchor", "--git", root]);
  assert.equal(anchored.code, 0, anchored.stderr);
  const note = execFileSync("git", ["notes", "--ref=leastkey", "show", "HEAD"], { cwd: root, encoding: "utf8" });
  assert.match(note, /^leastkey-head v1 \S+ 6 [0-9a-f]{64}\n\nleastkey\//);
  assert.match((await cli(["verify"])).stdout, /last anchored: 2\S+ at record 6, git note in /);
  const validate = validatorOf("audit-verify");
  const good: unknown = JSON.parse((await cli(["verify", "--json"])).stdout);
  assert.ok(validate(good), JSON.stringify(validate.errors));

  // Somebody cuts the end off and removes what this machine remembers: the note alone tells.
  const audit = join(home, "audit");
  const kept = readFileSync(join(audit, "trail.jsonl"), "utf8").split("\n").slice(0, 4);
  writeFileSync(join(audit, "trail.jsonl"), `${kept.join("\n")}\n`);
  rmSync(join(audit, "anchors.jsonl"));
  rmSync(join(audit, "checkpoints.jsonl"));
  assert.equal((await cli(["verify"])).code, 0);
  const cut = await cli(["verify", "--against", root, "--json"]);
  assert.equal(cut.code, 1);
  const bad: unknown = JSON.parse(cut.stdout);
  assert.ok(validate(bad), JSON.stringify(validate.errors));
  assert.match(cut.stdout, /records 5 to 6 are missing/);
});

void test("anchor outside a repository, and of an empty trail", async () => {
  const bare = join(folder, "bare");
  mkdirSync(bare, { recursive: true });
  const outside = await installed().cli(["anchor", "--git", bare]);
  assert.equal(outside.code, 1);
  assert.match(outside.stderr, /must be a repository with a commit/);
  assert.equal((await installed(0).cli(["anchor", "--git", repository()])).code, 0);
});

void test("export to a collector: refused when none is named, sent once, and again only what is new", async () => {
  const { cli } = installed();
  const refused = await cli(["export", "--format", "otlp"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /OTEL_EXPORTER_OTLP_ENDPOINT/);
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      bodies.push(body);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}` };
  const sent = await cli(["export", "--format", "otlp"], env);
  assert.match(sent.stdout, /6 records sent, up to 6/);
  assert.match((await cli(["export", "--format", "otlp"], env)).stdout, /nothing new since record 6/);
  assert.equal(bodies.length, 1);
  assert.match((await cli(["verify"])).stdout, /last anchored: .* collector 127\.0\.0\.1/);
  server.close();
  server.closeAllConnections();
  const gone = await cli(["export", "--format", "jsonl"], env);
  assert.equal(gone.stdout.trimEnd().split("\n").length, 6);
});
