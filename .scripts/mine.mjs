// Bundles and runs only the unit tests whose path holds one of the words given, in a folder of its own, so that it
// disturbs no other build: node .scripts/mine.mjs core/detect
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
mkdirSync("node_modules/.cache", { recursive: true });
const outdir = mkdtempSync(join("node_modules/.cache", "mine-"));
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["@napi-rs/keyring", "esbuild"],
  logLevel: "warning",
};
const programs = {
  cli: "src/cli/main.ts",
  hook: "src/hook/main.ts",
  "hook-program": "src/hook/program.ts",
  "hook-edits": "src/hook/edits.ts",
  "scan-worker": "src/worker/scan.ts",
};
const present = Object.fromEntries(Object.entries(programs).filter(([, path]) => existsSync(path)));
const cedar = "node_modules/@cedar-policy/cedar-wasm/nodejs";
if (existsSync(cedar)) {
  present.cedar = "@cedar-policy/cedar-wasm/nodejs";
  copyFileSync(`${cedar}/cedar_wasm_bg.wasm`, join(outdir, "cedar_wasm_bg.wasm"));
}
await Promise.all([
  esbuild.build({
    ...common,
    sourcemap: "inline",
    alias: { vscode: "./test/fakes/vscode.ts" },
    entryPoints,
    outbase: "test",
    outdir: join(outdir, "test"),
  }),
  ...(Object.keys(present).length > 0 ? [esbuild.build({ ...common, entryPoints: present, outdir })] : []),
]);
const built = readdirSync(join(outdir, "test"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".test.js"),
);
const run = spawnSync(
  process.execPath,
  ["--test", "--enable-source-maps", ...built.map((path) => join(outdir, "test", path))],
  { stdio: "inherit", env: { ...process.env, LEASTKEY_DIST: outdir } },
);
rmSync(outdir, { recursive: true, force: true });
process.exit(run.status ?? 1);
