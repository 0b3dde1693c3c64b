// Runs the Playwright suites of test/ui on the real workbench with the packaged extension:
//   node .scripts/ui-tests.mjs [WORD...]      only the suites whose name holds a word
// LEASTKEY_VSIX names a package to test; else one is made. Screenshots go to test/ui/screenshots.
// Ends with `ui: N passed, N failed, N skipped`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endRuns } from "../test/host/host.mjs";
import { nodeTestCounts } from "./counts.mjs";
import { build } from "./install.mjs";
import { run } from "./run.mjs";
import { mayNotSkip, prepareHost } from "./setup-host.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "test", "ui");
const words = process.argv.slice(2);
const suiteLimit = 240_000;

const suites = readdirSync(folder)
  .filter((name) => name.endsWith(".ui.mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .map((name) => join(folder, name));

/** How many tests a skip leaves out, by the text of the suites. */
const written = () =>
  suites.reduce((sum, path) => sum + [...readFileSync(path, "utf8").matchAll(/^\s*test\(/gm)].length, 0);

function notHere(reason) {
  const count = written();
  if (mayNotSkip()) console.error(`ui: error: ${reason}`);
  else console.log(`skipped: ${reason} (${count} tests)`);
  return mayNotSkip() ? { passed: 0, failed: count, skipped: 0 } : { passed: 0, failed: 0, skipped: count };
}

async function packaged(base) {
  if (process.env.LEASTKEY_VSIX) return process.env.LEASTKEY_VSIX;
  const out = join(base, "leastkey.vsix");
  const made = await run(process.execPath, [".scripts/package.mjs", "--quiet", "--out", out], {
    cwd: root,
    quiet: true,
  });
  if (made.code !== 0) throw new Error(`the package could not be made:\n${made.output}`);
  return out;
}

async function main() {
  const host = prepareHost();
  if (!host.ready) return notHere(host.reason);
  const base = mkdtempSync(join(tmpdir(), "lk-"));
  const clean = () => {
    endRuns(base);
    rmSync(base, { recursive: true, force: true, maxRetries: 30, retryDelay: 200 });
  };
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
  process.once("exit", clean);
  if (!existsSync(join(root, "dist", "sample.js"))) await build();
  const env = { ...process.env, LEASTKEY_RUN_BASE: base, LEASTKEY_VSIX: await packaged(base), CHROMIUM: host.chromium };
  const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", `--test-timeout=${suiteLimit}`, ...suites];
  const { code, output } = await run(process.execPath, args, { cwd: root, env });
  const counts = nodeTestCounts(output);
  if (counts !== undefined && counts.passed + counts.failed > 0) {
    return { ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
  }
  console.error("ui: error: no test ran");
  return { passed: 0, failed: 1, skipped: 0 };
}

const { passed, failed, skipped } = await main();
console.log(`ui: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
