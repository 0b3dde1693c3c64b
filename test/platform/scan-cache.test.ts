import assert from "node:assert/strict";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { seededRandom } from "../../src/core/detect/random.ts";
import type { ScanReport } from "../../src/guard/scan.ts";
import { isSettled } from "../../src/platform/scan-cache.ts";
import { createScanner, type Scanner, type WorkspaceScanOptions } from "../../src/worker/scan-client.ts";

/** Through the real worker: what a scan keeps, and when it looks again. */
const workerPath = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "scan-worker.js");
const random = seededRandom(5);
const value = (): string => `${random.chars("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ", 20)}7k4Q`;
const [first, second] = [value(), value()];

interface Setting {
  readonly root: string;
  readonly cache: () => string;
  readonly scan: (options?: WorkspaceScanOptions) => Promise<ScanReport>;
}

/** Files are settled before the first scan: one that has just changed is not kept. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 150));

async function withRoot(work: (setting: Setting) => Promise<void>): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), "leastkey-cache-"));
  const root = mkdtempSync(join(base, "root-"));
  const caches = join(base, "home", "cache");
  const home = { fingerprintKey: join(base, "home", "fingerprint.key"), caches };
  writeFileSync(join(root, "a.env"), `API_TOKEN=${first}\n`);
  writeFileSync(join(root, "b.txt"), "nothing\n");
  writeFileSync(join(root, "weak.ts"), 'login({ password: "sunshine" });\n');
  await settle();
  const scanner: Scanner = createScanner({ workerPath, home, threads: 1 });
  try {
    await work({
      root,
      cache: () => join(caches, readdirSync(caches)[0] ?? "none"),
      scan: (options) => scanner.scan(root, options),
    });
  } finally {
    await scanner.dispose();
    rmSync(base, { recursive: true, force: true });
  }
}

const withoutTime = ({ durationMs: _duration, ...report }: ScanReport): object => report;
const tokens = (report: ScanReport): readonly string[] => report.findings.map(({ place }) => place.path);

const poison = "from-the-cache";

void test("a second scan says the same, without a value in the cache, which is the user's alone", () =>
  withRoot(async ({ cache, scan }) => {
    const report = await scan({ tier: "weak" });
    assert.deepEqual(tokens(report), ["a.env", "weak.ts"]);
    const content = readFileSync(cache(), "utf8");
    assert.ok(!content.includes(first) && !content.includes("sunshine"));
    assert.ok(content.includes('"b.txt":['), "clean files are kept too");
    if (process.platform !== "win32") assert.equal(statSync(cache()).mode & 0o777, 0o600);
    assert.deepEqual(withoutTime(await scan({ tier: "weak" })), withoutTime(report));
    assert.deepEqual(tokens(await scan({ tier: "likely" })), []);
  }));

void test("a changed file is read again, also with its old size and time", () =>
  withRoot(async ({ root, scan }) => {
    const [before] = (await scan()).findings;
    const path = join(root, "a.env");
    const { atime, mtime } = statSync(path);
    writeFileSync(path, `API_TOKEN=${second}\n`);
    utimesSync(path, atime, mtime);
    const [after] = (await scan()).findings;
    assert.notEqual(after?.fingerprint, before?.fingerprint);
    renameSync(path, join(root, "c.env"));
    writeFileSync(join(root, "b.txt"), `api_token = "${first}"\n`);
    assert.deepEqual(tokens(await scan()), ["b.txt", "c.env"]);
  }));

void test("a cache that is damaged, edited or of another version is not believed", () =>
  withRoot(async ({ cache, scan }) => {
    const report = await scan();
    const good = readFileSync(cache(), "utf8");
    const bad = [
      "",
      "not a cache",
      good.slice(0, good.length / 2),
      good.replace('"rule":"generic-secret"', `"rule":"${poison}"`),
      good.replace("leastkey-scan-cache 1", "leastkey-scan-cache 2"),
      `${good.split("\n")[0] ?? ""}\n{}`,
    ];
    for (const content of bad) {
      assert.notEqual(content, good);
      writeFileSync(cache(), content);
      assert.deepEqual(withoutTime(await scan()), withoutTime(report));
    }
  }));

void test("the cache is really used: what is in it is not read again", () =>
  withRoot(async ({ root, cache, scan }) => {
    await scan();
    const before = readFileSync(cache());
    writeFileSync(join(root, "new.txt"), "new\n");
    await settle();
    await scan();
    const text = readFileSync(cache(), "utf8");
    assert.ok(text.includes('"new.txt":['));
    const [kept] = /"a\.env":\[[^[]*/.exec(before.toString("utf8")) ?? [];
    assert.ok(kept !== undefined && text.includes(kept));
    const unchanged = statSync(cache()).mtimeMs;
    await scan();
    assert.equal(statSync(cache()).mtimeMs, unchanged, "nothing new: not written");
  }));

void test("a baseline's hashes are made even for files that are known", () =>
  withRoot(async ({ scan }) => {
    await scan();
    const report = await scan({ baseline: { salt: "00".repeat(16) } });
    assert.match(report.digests[report.findings[0]?.fingerprint ?? ""] ?? "", /^[0-9a-f]{32}$/);
  }));

void test("a file that changed a moment ago is not kept", () => {
  const at = (ms: number): Parameters<typeof isSettled>[0] => ({ size: 1, ino: 1, mtimeMs: ms, ctimeMs: ms });
  assert.ok(isSettled(at(1_000_000.5), 1_000_200));
  assert.ok(!isSettled(at(1_000_000.5), 1_000_050));
  assert.ok(!isSettled(at(1_000_000), 1_001_500), "a disk that counts in seconds");
  assert.ok(!isSettled(at(2_000_000.5), 1_000_000), "a time to come");
});
