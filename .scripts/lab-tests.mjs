// Bundles the tests that drive real agents, test/lab/*.lab.ts, and runs them one after the other.
//   node .scripts/lab-tests.mjs [WORD...]     only files whose path holds one of the words
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import esbuild from "esbuild";
import { nodeTestCounts } from "./counts.mjs";

/**
 * `agents`: those to drive; by itself all that are installed.
 * @returns {Promise<{passed: number, failed: number, skipped: number, reasons: string[]}>}
 */
export async function runLabTests({ words = [], agents } = {}) {
  const files = readdirSync("test/lab")
    .filter((name) => name.endsWith(".lab.ts"))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  mkdirSync("node_modules/.cache", { recursive: true });
  const outdir = mkdtempSync(join("node_modules/.cache", "lab-"));
  try {
    await esbuild.build({
      entryPoints: files.map((name) => `test/lab/${name}`),
      outdir,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      mainFields: ["module", "main"],
      external: ["@napi-rs/keyring"],
      sourcemap: "inline",
      logLevel: "warning",
    });
    const built = readdirSync(outdir).map((name) => join(outdir, name));
    const chosen = agents === undefined ? {} : { LEASTKEY_LAB_AGENTS: agents.join(",") };
    const env = { ...process.env, ...chosen, LEASTKEY_DIST: resolve(process.env.LEASTKEY_DIST ?? "dist") };
    const args = ["--test", "--test-concurrency=1", "--enable-source-maps", ...built];
    const { stdout } = spawnSync(process.execPath, args, {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.stdout.write(stdout);
    return nodeTestCounts(stdout) ?? { passed: 0, failed: 1, skipped: 0, reasons: [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { failed } = await runLabTests({ words: process.argv.slice(2) });
  process.exitCode = failed === 0 ? 0 : 1;
}
