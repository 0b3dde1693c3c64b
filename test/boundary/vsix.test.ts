import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type Entry, open } from "yauzl";

const folder = mkdtempSync(join(tmpdir(), "leastkey-vsix-"));
const vsix = join(folder, "leastkey.vsix");
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Everything a user installs, and nothing else. */
const expected = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls(\.de)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(extension|cli|hook|hook-program|hook-edits|scan-worker|cedar|panel)\.js$/,
  /^extension\/dist\/cedar_wasm_bg\.wasm\.br$/,
  /^extension\/dist\/parts\/([A-Z0-9]+|(start|later)-[a-z-]+)\.js$/,
  /^extension\/l10n\/bundle\.l10n\.de\.json$/,
  /^extension\/media\/[\w./-]+\.(png|webp|svg|css|json|md)$/,
];
const required = [
  "extension/dist/extension.js",
  "extension/dist/cli.js",
  "extension/dist/hook.js",
  "extension/dist/hook-edits.js",
  "extension/dist/hook-program.js",
  "extension/dist/scan-worker.js",
  "extension/dist/panel.js",
  "extension/dist/cedar.js",
  "extension/dist/cedar_wasm_bg.wasm.br",
  "extension/media/icon.png",
  "extension/package.nls.json",
  "extension/package.nls.de.json",
  "extension/l10n/bundle.l10n.de.json",
];

function filesOf(path: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: false }, (error, archive) => {
      if (error) {
        reject(error);
        return;
      }
      const names: string[] = [];
      archive.on("entry", (entry: Entry) => names.push(entry.fileName));
      archive.on("end", () => resolve(names));
      archive.on("error", reject);
    });
  });
}

void test("the package holds what users need and nothing else, in under 3 MB", async () => {
  const built = spawnSync(process.execPath, [".scripts/package.mjs", "--out", vsix], { encoding: "utf8" });
  assert.equal(built.status, 0, built.stdout + built.stderr);
  const names = await filesOf(vsix);
  assert.deepEqual(
    names.filter((name) => !expected.some((pattern) => pattern.test(name))),
    [],
  );
  assert.deepEqual(
    required.filter((name) => !names.includes(name)),
    [],
  );
  assert.ok(statSync(vsix).size < 3 * 1024 * 1024, `${String(statSync(vsix).size)} bytes`);
});

void test("the command line of the package finds its parts: it scans, and tells the agents", () => {
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "notes.txt"), "nothing secret\n");
  const leastkey = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["dist/package/dist/cli.js", ...args], {
      encoding: "utf8",
      env: { ...process.env, LEASTKEY_HOME: join(folder, "home") },
    });
  const scanned = leastkey("scan", workspace);
  assert.equal(scanned.status, 0, scanned.stderr);
  assert.match(scanned.stderr, /no secrets; 1 file/);
  assert.equal(leastkey("agents", workspace).status, 0);
});

// The package leaves out the Unicode sets of the library that judges patterns (esbuild.js): its judgement must not change.
void test("the package judges a project's own patterns as the source does", async () => {
  const { slownessOf } = await import("../../src/worker/check-pattern.ts");
  const patterns = [
    "acme_[a-z0-9]{20}",
    "acme(\\s*[\\wſ]+)*x",
    "k[aA]*[a-zK]*\\d",
    "(?<value>\\w{8,64})",
    "k+K+\\u212a+$",
  ];
  for (const flags of ["", "i", "ims"]) {
    const workspace = mkdtempSync(join(folder, "rules-"));
    mkdirSync(join(workspace, ".leastkey"));
    const rules = patterns.map((pattern, n) => ({
      id: `own-${String(n)}`,
      title: "Acme",
      pattern,
      flags,
      keywords: ["acme"],
    }));
    writeFileSync(join(workspace, ".leastkey/rules.yaml"), JSON.stringify({ version: 1, rules }));
    writeFileSync(join(workspace, "notes.txt"), "acme\n");
    const { stderr, stdout } = spawnSync(process.execPath, ["dist/package/dist/cli.js", "scan", workspace], {
      encoding: "utf8",
      env: { ...process.env, LEASTKEY_HOME: join(folder, "home") },
    });
    for (const [n, pattern] of patterns.entries()) {
      const slow = slownessOf(pattern, flags);
      const said = `${stdout}${stderr}`.split("\n").filter((line) => line.includes(`own-${String(n)}`));
      assert.equal(said.length > 0, slow !== undefined, `${pattern} ${flags}: ${String(slow)} ${stderr}`);
      if (slow !== undefined) assert.ok(said.join(" ").includes(slow), said.join(" "));
    }
  }
});
