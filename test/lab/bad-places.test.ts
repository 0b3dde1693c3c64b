import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { onSmallDisk, smallDisk } from "../platform/small-disk.ts";
import { agent, cli, copies, live, outcomes, stage } from "./fake-agent.ts";

/** What is around an agent: the ports, the disk, the network, and the files of the user who runs the tests. */
const here = stage("bad-places");
const { folder, home, env, args } = here;
after(() => rmSync(folder, { recursive: true, force: true }));

/** A network of its own with one single port: what a machine is like whose ports are taken. */
const onePort = 'ip link set lo up && echo 40000 40000 > /proc/sys/net/ipv4/ip_local_port_range && exec "$@"';
const unshare = (...command: readonly string[]) =>
  spawnSync("unshare", ["-rn", "sh", "-c", onePort, "sh", ...command], { env, encoding: "utf8", timeout: 60_000 });

void test("no port is free: told as such, nothing tried, nothing left, and the command ends", {
  skip: unshare("true").status !== 0 && "this machine gives nobody a network of their own",
}, () => {
  agent(here, "await play();");
  const { status, stdout, stderr, signal } = unshare(process.execPath, cli, ...args);
  assert.equal(signal, null, "it ended by itself");
  assert.equal(status, 3, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /the scripted model could not listen on 127\.0\.0\.1/);
  assert.match(stderr, /EADDRINUSE/);
  assert.deepEqual(copies(here), []);
});

void test("a disk too small for the copies: told with its place, and nothing is left on it", {
  skip: smallDisk(),
}, () => {
  agent(here, "await play();");
  for (const size of ["64k", "1m"]) {
    onSmallDisk(size, (mount) => {
      rmSync(join(home, "lab"), { recursive: true, force: true });
      symlinkSync(mount, join(home, "lab"));
      const run = spawnSync(process.execPath, [cli, ...args], { env, encoding: "utf8" });
      assert.equal(run.status, 3, run.stderr);
      assert.match(run.stderr, /could not be made|no space|ENOSPC/i);
      assert.deepEqual(readdirSync(mount), [], size);
      rmSync(join(home, "lab"));
    });
  }
});

void test("a disk that an agent fills: nothing is called held, and it is empty again", { skip: smallDisk() }, () => {
  agent(
    here,
    'try { const { openSync, writeSync } = require("node:fs"); const file = openSync(process.env.TMPDIR + "/fill", "w"); for (;;) writeSync(file, Buffer.alloc(65536)); } catch {} await play();',
  );
  // Room for the copies (a development build's programs have their source maps in them), and little more.
  onSmallDisk("96m", (mount) => {
    symlinkSync(mount, join(home, "lab"));
    try {
      const { result } = live(here, env);
      assert.ok(!outcomes(result).includes("held"), JSON.stringify(result.cells));
      assert.ok(result.controls.some(({ ok }) => !ok));
      assert.deepEqual(readdirSync(mount), []);
    } finally {
      rmSync(join(home, "lab"));
    }
  });
});

void test("simulated, the same disk: told, and nothing left", { skip: smallDisk() }, () => {
  onSmallDisk("64k", (mount) => {
    const simulated = args.filter((word) => word !== "--live");
    const run = spawnSync(process.execPath, [cli, ...simulated], { env: { ...env, TMPDIR: mount }, encoding: "utf8" });
    assert.equal(run.status, 3, run.stderr);
    assert.match(run.stderr, new RegExp(`the throw-away copy could not be made.*\\n.*${mount}`));
    assert.deepEqual(readdirSync(mount), []);
  });
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;

void test("an agent that goes around the proxy: where it went is told", {
  skip: (process.platform !== "linux" || outside === undefined) && "needs Linux and an address besides loopback",
}, async () => {
  const server = createServer((socket) => void socket.on("error", () => undefined));
  await new Promise<void>((done) => server.listen(0, outside, done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  agent(
    here,
    `const socket = require("node:net").connect(${String(port)}, "${outside ?? ""}"); socket.on("error", () => undefined); await new Promise((done) => setTimeout(done, 1500)); socket.destroy(); await play();`,
  );
  const { result } = (() => {
    try {
      return live(here, env);
    } finally {
      server.close();
    }
  })();
  assert.deepEqual(result.reachedHosts, [`${outside ?? ""}:${String(port)}`]);
  assert.equal(result.refusedHosts, undefined);
});

/** Of every file below a folder, its content's hash. */
function contents(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

void test("the user's own files and variables: an agent finds neither, and changes none", () => {
  const user = join(folder, "user");
  const theirs = [".claude/settings.json", ".claude.json", ".codex/config.toml", ".ssh/config", ".npmrc"];
  for (const path of theirs) {
    mkdirSync(join(user, path, ".."), { recursive: true });
    writeFileSync(join(user, path), `${path} of the user\n`);
  }
  const before = contents(user);
  const seen = join(folder, "seen.json");
  agent(
    here,
    `const fs = require("node:fs"); const home = process.env.HOME; fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ home, env: process.env, found: fs.readdirSync(home), cwd: process.cwd() })); for (const path of [".claude.json", ".npmrc"]) fs.writeFileSync(home + "/" + path, "changed"); await play();`,
  );
  live(here, { ...env, HOME: user, MY_API_KEY: "of the user", ANTHROPIC_API_KEY: "of the user" });
  assert.deepEqual(contents(user), before);
  const text = readFileSync(seen, "utf8");
  assert.equal(text.includes("of the user"), false);
  assert.equal(text.includes(user), false);
  assert.match(text, /"found":\[\]/);
  assert.deepEqual(copies(here), []);
});

void test("two runs at once get in nobody's way", async () => {
  agent(here, "await play();");
  const { runBounded } = await import("../../src/platform/boundary-process.ts");
  const known = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const run = () =>
    runBounded({ command: process.execPath, args: [cli, ...args], cwd: folder, env: known, timeoutMs: 120_000 });
  const ends = await Promise.all([run(), run()]);
  for (const { code, stdout, stderr } of ends) {
    assert.equal(code, 1, stderr);
    assert.match(stdout, /"totals"/);
  }
  assert.deepEqual(copies(here), []);
});
