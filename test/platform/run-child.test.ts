import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-run-"));
const program = join(folder, "run.js");
const planted = ["planted", "Rn7", "xQ9z"].join("_");
const mask = "<concealed by leastkey: KEY>";
const isPosix = process.platform !== "win32";

before(() =>
  build({
    entryPoints: ["test/platform/run-child-program.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    outfile: program,
  }),
);
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function runNode(script: string, env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [program, process.execPath, "-e", script], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    input: "typed\n",
  });
}

void test("the child has the variables; what it prints of a resolved one is masked, on both streams", () => {
  const run = runNode(
    'console.log(process.env.KEY.length, process.env.KEY, process.env.PLAIN); console.error(Buffer.from("u:" + process.env.KEY).toString("base64"))',
  );
  assert.equal(run.status, 0);
  assert.equal(run.stdout, `${planted.length} ${mask} plain-value\n`);
  assert.ok(run.stderr.includes(mask));
  assert.ok(!run.stdout.includes(planted) && !run.stderr.includes(planted));
});

void test("exit codes pass through, standard input too", () => {
  assert.equal(runNode("process.exit(7)").status, 7);
  assert.equal(runNode("process.stdin.pipe(process.stdout)").stdout, "typed\n");
});

void test("a program that is not there is told", () => {
  const run = spawnSync(process.execPath, [program, "no-such-program-here"], { encoding: "utf8" });
  assert.equal(run.status, 99);
  assert.match(run.stderr, /not-found/);
});

void test("a value that no variable can hold is refused with the way out; an odd one arrives as it is", () => {
  const nul = runNode("0", { SHAPE: "nul" });
  assert.equal(nul.status, 99);
  assert.match(nul.stderr, /^usage: KEY holds a NUL character.*leastkey inject/);
  const large = runNode("0", { SHAPE: "megabyte" });
  assert.equal(large.status, 99, large.stderr);
  assert.match(large.stderr, /^usage: KEY is too large for an environment variable.*leastkey inject/);
  const odd = runNode("process.exit(process.env.KEY.endsWith(`'one' \\n🙂 $(x)`) ? 0 : 1)", { SHAPE: "odd" });
  assert.equal(odd.status, 0, odd.stderr);
  for (const { stdout, stderr } of [nul, large, odd]) assert.ok(!`${stdout}${stderr}`.includes(planted));
});

void test("our own tokens do not reach the child", () => {
  const run = runNode("console.log(process.env.LEASTKEY_PASSPHRASE, process.env.OTHER)", {
    LEASTKEY_PASSPHRASE: "own",
    OTHER: "x",
  });
  assert.equal(run.stdout, "undefined x\n");
});

void test("the value is in no argument list", { skip: process.platform === "linux" ? false : "needs /proc" }, () => {
  const run = runNode(
    'const fs = require("fs"); console.log([process.pid, process.ppid].map((id) => fs.readFileSync(`/proc/${id}/cmdline`, "latin1")).some((line) => line.includes(process.env.KEY)))',
  );
  assert.equal(run.stdout, "false\n");
});

void test("a signal to us reaches the child, and how it ended is our exit code", {
  skip: isPosix ? false : "no signals",
}, async () => {
  for (const [script, expected] of [
    ['process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("ready")', 5],
    ['setInterval(() => {}, 1000); console.log("ready")', 143],
  ] as const) {
    const child = spawn(process.execPath, [program, process.execPath, "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const code = await new Promise((resolve) => {
      child.stdout.once("data", () => child.kill("SIGTERM"));
      child.on("close", resolve);
    });
    assert.equal(code, expected);
  }
});

void test("a reader that goes away early ends the run", { skip: isPosix ? false : "needs sh" }, () => {
  const script = 'setInterval(() => console.log("x".repeat(9000)), 1)';
  const run = spawnSync("sh", ["-c", `"$0" "$1" "$0" -e '${script}' | head -c 10`, process.execPath, program], {
    encoding: "utf8",
    timeout: 10_000,
  });
  assert.equal(run.stdout, "x".repeat(10));
  assert.equal(run.signal, null);
});

const hasScript = isPosix && spawnSync("script", ["--version"]).error === undefined;
void test("on a terminal the child has the terminal itself", {
  skip: hasScript ? false : "script(1) is not installed",
}, () => {
  const log = join(folder, "tty.log");
  const command = `"${process.execPath}" "${program}" "${process.execPath}" -e "console.log(process.stdout.isTTY === true)"`;
  spawnSync("script", ["-q", "-e", "-c", command, log], { encoding: "utf8", input: "" });
  assert.match(readFileSync(log, "utf8"), /true/);
});
