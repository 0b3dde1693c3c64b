import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import test from "node:test";
import { seededRandom } from "../../src/core/detect/random.ts";
import { type ScanFiles, scanFile } from "../../src/guard/scan.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { reusingReader } from "../../src/worker/file-reader.ts";
import { createScanner } from "../../src/worker/scan-client.ts";
import { programs } from "../sample/program.ts";

const random = seededRandom(17);
const line = `API_TOKEN=${random.chars("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24)}7\n`;
const folder = mkdtempSync(join(tmpdir(), "leastkey-bad-"));
const home = { fingerprintKey: join(folder, "home", "fingerprint.key") };
const scanner = createScanner({ workerPath: resolve(programs, "scan-worker.js"), home, threads: 1 });
test.after(async () => {
  await scanner.dispose();
  spawnSync("rm", ["-rf", folder]); // node's own gives up where a path is longer than PATH_MAX
  rmSync(folder, { recursive: true, force: true });
});

function tree(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const git = (root: string, ...args: readonly string[]): void => {
  const who = [
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@t",
    "-c",
    "protocol.file.allow=always",
    "-c",
    "commit.gpgsign=false",
  ];
  execFileSync("git", ["-C", root, ...who, ...args], { stdio: "ignore" });
};
const pathsOf = async (root: string): Promise<readonly string[]> =>
  (await scanner.scan(root)).findings.map(({ place }) => place.path);

const posix = { skip: process.platform === "win32" };

void test("a socket and a link to a device are told and never opened", posix, async () => {
  const root = tree("odd", { "a.env": line });
  const server = createServer().listen(join(root, "socket.env"));
  symlinkSync("/dev/zero", join(root, "zero.env"));
  try {
    const report = await scanner.scan(root);
    assert.deepEqual(
      report.errors.map(({ path }) => path),
      ["socket.env", "zero.env"],
    );
    assert.deepEqual(
      report.findings.map(({ place }) => place.path),
      ["a.env"],
    );
  } finally {
    server.close();
  }
});

void test("folders deeper than any path may be are told, and the rest is scanned", posix, async () => {
  const root = tree("deep", { "a.env": line });
  const dig = `for (let n = 0; n < 30; n += 1) { fs.mkdirSync(${JSON.stringify("d".repeat(200))}); process.chdir(${JSON.stringify("d".repeat(200))}); }`;
  execFileSync(process.execPath, ["-e", dig], { cwd: root });
  const report = await scanner.scan(root);
  assert.deepEqual(
    report.findings.map(({ place }) => place.path),
    ["a.env"],
  );
  assert.equal(report.errors.length, 1);
  assert.match(report.errors[0]?.message ?? "", /could not be listed \(ENAMETOOLONG\)|too deep/);
});

void test("a repository that is broken is read as a plain folder", async () => {
  const root = tree("broken", { "src/a.env": line, ".git/HEAD": "garbage", ".git/index": "DIRC garbage" });
  assert.deepEqual(await pathsOf(root), ["src/a.env"]);
});

void test("a submodule, a repository inside another and a worktree are scanned too", async () => {
  const inner = tree("inner", { "sub.env": line });
  git(inner, "init", "-q");
  git(inner, "add", ".");
  git(inner, "commit", "-qm", "inner");
  const outer = tree("outer", { "top.env": line });
  git(outer, "init", "-q");
  git(outer, "submodule", "add", "-q", inner, "parts/module");
  git(outer, "add", ".");
  git(outer, "commit", "-qm", "outer");
  git(outer, "worktree", "add", "-q", join(folder, "worktree"));
  tree("outer/cloned", { "own.env": line });
  git(join(outer, "cloned"), "init", "-q");
  assert.deepEqual(await pathsOf(outer), ["cloned/own.env", "parts/module/sub.env", "top.env"]);
  assert.deepEqual(await pathsOf(join(folder, "worktree")), ["top.env"]);
});

void test("a file that goes or is closed while it is read is told", () => {
  const root = tree("going", { "a.env": line });
  const ports = { fingerprinter: fingerprinterOf(new Uint8Array(32).fill(7)) };
  for (const [code, said] of [
    ["ENOENT", /ENOENT/],
    ["EACCES", /EACCES/],
    ["EIO", /EIO/],
  ] as const) {
    const files: ScanFiles = {
      ...reusingReader(),
      read: () => {
        throw Object.assign(new Error("fake"), { code });
      },
    };
    const part = scanFile(root, "a.env", { ...ports, files });
    assert.deepEqual([part.files, part.findings], [0, []]);
    assert.match(part.errors[0]?.message ?? "", said);
  }
  const gone: ScanFiles = { ...reusingReader(), read: () => undefined };
  assert.match(scanFile(root, "a.env", { ...ports, files: gone }).errors[0]?.message ?? "", /vanished/);
});

void test("NUL bytes after the first 8 kB, invalid UTF-8 and a line of 20 MB change no place", async () => {
  const root = tree("bytes", { "long.env": `X=${"y".repeat(20_000_000)}` });
  const filler = `# ${"n".repeat(9_000)}\n`;
  writeFileSync(
    join(root, "nul.env"),
    Buffer.concat([Buffer.from(filler), Buffer.from([0, 0, 10]), Buffer.from(line)]),
  );
  writeFileSync(join(root, "invalid.env"), Buffer.concat([Buffer.from([0xc3, 0x28, 0xff, 10]), Buffer.from(line)]));
  const report = await scanner.scan(root);
  assert.deepEqual(
    report.findings.map(({ place }) => [place.path, place.line, place.column]),
    [
      ["invalid.env", 2, 11],
      ["nul.env", 3, 11],
    ],
  );
  assert.deepEqual([report.files, report.errors], [3, []]);
});

void test("a scan that is told to keep nothing leaves no cache", async () => {
  const root = tree("uncached", { "a.env": line });
  const caches = join(folder, "home", "caches");
  const keeping = createScanner({
    workerPath: resolve(programs, "scan-worker.js"),
    home: { ...home, caches },
    threads: 1,
  });
  try {
    await new Promise((done) => setTimeout(done, 2100)); // younger files are kept by no scan
    await keeping.scan(root, { cached: false });
    assert.equal(spawnSync("ls", [caches]).status === 0 && spawnSync("ls", [caches]).stdout.length > 0, false);
    await keeping.scan(root);
    assert.ok(spawnSync("ls", [caches]).stdout.length > 0);
  } finally {
    await keeping.dispose();
  }
});
