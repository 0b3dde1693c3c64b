// How long moving 100 secrets of 40 files takes, with an unlocked embedded vault: node test/bench/move.mjs
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const program = join(folder, "move-program.js");
await build({
  entryPoints: ["test/bench/move-program.ts"],
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["@napi-rs/keyring"],
  outfile: program,
});
const { status } = spawnSync(process.execPath, [program], { stdio: "inherit" });
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
