import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { seededRandom } from "../../src/core/detect/random.ts";
import { chunkSize, type ScanPorts, scanFile, scanWorkspace } from "../../src/guard/scan.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { systemClock } from "../../src/platform/system-clock.ts";
import { listWorkspace } from "../../src/platform/workspace-listing.ts";
import { reusingReader } from "../../src/worker/file-reader.ts";

const random = seededRandom(42);
const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const planted = random.chars(alphabet, 24);
const stripe = `sk_${"live"}_${random.chars(alphabet, 24)}`;
const uuidToken = [8, 4, 4, 4, 12].map((length) => random.chars("0123456789abcdef", length)).join("-");

const ports: ScanPorts = {
  files: reusingReader(),
  fingerprinter: fingerprinterOf(new Uint8Array(32).fill(7)),
  clock: systemClock,
  list: listWorkspace,
};

function folder(files: Readonly<Record<string, string | Uint8Array>>): { root: string; done: () => void } {
  const root = mkdtempSync(join(tmpdir(), "leastkey-scan-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return { root, done: () => rmSync(root, { recursive: true, force: true }) };
}

const shop = {
  "src/pay.ts": `export const STRIPE_KEY = "${stripe}";\n`,
  "config/production.yaml": `db:\n  url: postgres://shop:${planted}@db.shop-corp.net/orders\n`,
  ".env": `DB_PASSWORD=${planted}\n`,
  ".env.staging": `DB_PASSWORD=${planted}\n`,
  ".env.example": "DB_PASSWORD=your-password-here\n",
  "stray/volumes.sh": `TOKEN="${uuidToken}"\ncurl https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer $TOKEN"\n`,
  "test/login.test.ts": 'login({ password: "sunshine" });\n',
  "README.md": "# Shop\n",
};

void test("a workspace's secrets are found, classified, and nothing of their values is in the report", () => {
  const { root, done } = folder(shop);
  try {
    const report = scanWorkspace(root, ports, { tier: "weak" });
    const found = report.findings.map(({ rule, tier, place, classification }) => [
      place.path,
      rule,
      tier,
      classification.environment,
    ]);
    assert.deepEqual(found, [
      [".env", "generic-password", "generic", "unknown"],
      [".env.staging", "generic-password", "generic", "staging"],
      ["config/production.yaml", "credential-url", "likely", "production"],
      ["src/pay.ts", "stripe-secret-key", "likely", "production"],
      ["stray/volumes.sh", "railway-token", "likely", "unknown"],
      ["test/login.test.ts", "generic-password", "weak", "test"],
    ]);
    assert.deepEqual(
      report.protectedPaths.map(({ path }) => path),
      [".env", ".env.staging", "config/production.yaml", "src/pay.ts", "stray/volumes.sh"],
    );
    assert.deepEqual(
      report.bleeds.map(({ environments }) => environments),
      [["production", "staging"]],
    );
    assert.equal(new Set(report.findings.slice(0, 3).map(({ fingerprint }) => fingerprint)).size, 1);
    assert.equal(report.values.length, 3);
    assert.equal(report.findings.find(({ rule }) => rule === "railway-token")?.classification.privilege, "omnibus");
    const json = JSON.stringify(report);
    for (const value of [planted, stripe, uuidToken])
      assert.ok(!json.includes(value) && !json.includes(value.slice(4, 16)));
    assert.deepEqual(report.errors, []);
  } finally {
    done();
  }
});

void test("the tier floor and the globs leave findings out, never protected paths of the floor", () => {
  const { root, done } = folder(shop);
  try {
    const report = scanWorkspace(root, ports, { tier: "likely", exclude: ["stray/", "*.yaml"] });
    assert.deepEqual(
      report.findings.map(({ place }) => place.path),
      ["src/pay.ts"],
    );
    assert.ok(report.protectedPaths.some(({ path }) => path === ".env"));
    assert.ok(!report.protectedPaths.some(({ path }) => path.startsWith("stray")));
  } finally {
    done();
  }
});

void test("git's own listing counts, with ignored files that are secret by name", () => {
  const { root, done } = folder({
    ...shop,
    ".gitignore": ".env*\nbuild-cache/\nsecret-stuff/\n",
    "build-cache/a.txt": `token=${planted}`,
    "secret-stuff/id_ed25519": "x",
  });
  try {
    execFileSync("git", ["init", "-q", root]);
    const { paths } = listWorkspace(root);
    assert.ok(paths.includes(".env") && paths.includes("secret-stuff/id_ed25519") && paths.includes("src/pay.ts"));
    assert.ok(!paths.includes("build-cache/a.txt"));
  } finally {
    done();
  }
});

void test("odd files are reported or skipped, and the scan goes on", () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`password=${planted}\n`, "utf16le")]);
  const { root, done } = folder({
    "binary.bin": Buffer.concat([Buffer.from([0, 1, 2, 0]), Buffer.from(`password=${planted}`)]),
    "utf16.ini": utf16,
    "invalid.env": Buffer.concat([
      Buffer.from([0x41, 0x3d, 0xc3, 0x28, 0xff, 0x0a]),
      Buffer.from(`API_TOKEN=${planted}\n`),
    ]),
    "bom.env": `\ufeffAPI_TOKEN=${planted}\n`,
    "empty.txt": "",
    "locked.env": `API_TOKEN=${planted}\n`,
  });
  try {
    chmodSync(join(root, "locked.env"), 0o000);
    symlinkSync("loop-b", join(root, "loop-a"));
    symlinkSync("loop-a", join(root, "loop-b"));
    symlinkSync("utf16.ini", join(root, "inside-link.ini"));
    symlinkSync(root, join(root, "self"));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(root, "pipe.env")]);
    const report = scanWorkspace(root, ports);
    const paths = new Set(report.findings.map(({ place }) => place.path));
    assert.ok(paths.has("utf16.ini") && paths.has("invalid.env") && paths.has("bom.env"));
    assert.ok(!paths.has("binary.bin") && !paths.has("inside-link.ini"));
    const failed = report.errors.map(({ path }) => path);
    assert.ok(failed.includes("loop-a"));
    if (process.platform !== "win32") assert.ok(failed.includes("pipe.env"));
    if (process.getuid?.() !== 0) assert.ok(failed.includes("locked.env"));
    const invalid = report.findings.find(({ place }) => place.path === "invalid.env");
    assert.deepEqual([invalid?.place.line, invalid?.place.column], [2, 11]);
    assert.deepEqual(
      scanFile(root, "vanished.env", ports).errors.map(({ path }) => path),
      ["vanished.env"],
    );
  } finally {
    done();
  }
});

void test("a file larger than a chunk gives the same places as a small one", () => {
  const line = "é filler line without anything\n";
  const times = Math.ceil((chunkSize * 1.5) / Buffer.byteLength(line));
  const { root, done } = folder({ "big.log": `token=${planted}\n${line.repeat(times)}api_key=${planted}\n` });
  try {
    const report = scanWorkspace(root, ports);
    assert.deepEqual(
      report.findings.map(({ place }) => [place.line, place.column]),
      [
        [1, 7],
        [times + 2, 9],
      ],
    );
    const start = report.findings[1]?.place.start ?? 0;
    assert.equal(start, `token=${planted}\n`.length + line.length * times + "api_key=".length);
  } finally {
    done();
  }
});

void test("a single line without end is read in chunks", () => {
  const { root, done } = folder({
    "one-line.txt": `${"a ".repeat(chunkSize / 2 + 100)}password="${planted}" ${"b ".repeat(10)}`,
  });
  try {
    const report = scanWorkspace(root, ports);
    assert.equal(report.findings.length, 1);
    assert.equal(report.findings[0]?.place.line, 1);
    assert.equal(report.findings[0]?.place.column, (chunkSize / 2 + 100) * 2 + 'password="'.length + 1);
  } finally {
    done();
  }
});

void test("a tool's settings are protected for what they hold, not for their name", () => {
  const { root, done } = folder({
    ".npmrc": "save-exact=true\nregistry=https://registry.example.com/\n",
    "a/.npmrc": `//registry.example.com/:_authToken=${uuidToken}\n`,
    "b/.npmrc": "//registry.example.com/:_password=hunter2\n",
    "c/.npmrc": "//registry.example.com/:_authToken=${NPM_TOKEN}\n",
    "d/.docker/config.json": '{ "credsStore": "desktop" }\n',
    "src/private-key.ts": "export const privateKeyRule = 1;\n",
  });
  try {
    const { protectedPaths } = scanWorkspace(root, ports);
    assert.deepEqual(
      protectedPaths.map(({ path }) => path),
      ["a/.npmrc", "b/.npmrc"],
    );
  } finally {
    done();
  }
});

void test("a cancelled scan says so", () => {
  const { root, done } = folder(shop);
  try {
    assert.throws(() => scanWorkspace(root, ports, { cancelled: () => true }), { code: "cancelled" });
  } finally {
    done();
  }
});
