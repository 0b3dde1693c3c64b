// Bundles and runs only the unit tests whose path holds one of the words given, in a folder of its own, so that it
// disturbs no other build: node scripts/mine.mjs core/detect
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";

const words = process.argv.slice(2);
const entryPoints = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".test.ts") && !/^(host|ui)\//.test(path))
  .filter((path) => words.some((word) => path.includes(word)))
  .map((path) => `test/${path}`);
if (entryPoints.length === 0) {
  console.error("mine: no test file matches");
  process.exit(1);
}
const outdir = mkdtempSync(join("dist", ".mine-"));
await esbuild.build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: "inline",
  mainFields: ["module", "main"],
  external: ["@napi-rs/keyring"],
  alias: { vscode: "./test/fakes/vscode.ts" },
  logLevel: "warning",
  entryPoints,
  outbase: "test",
  outdir,
});
const built = readdirSync(outdir, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".test.js"));
const run = spawnSync(
  process.execPath,
  ["--test", "--enable-source-maps", ...built.map((path) => join(outdir, path))],
  { stdio: "inherit" },
);
rmSync(outdir, { recursive: true, force: true });
process.exit(run.status ?? 1);
