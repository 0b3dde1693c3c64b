// A benchmark that is a TypeScript program of test/bench: bundled as a release would be, run, and its exit code given on.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

export async function benchProgram(name) {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
  const outfile = join(folder, `${name}.js`);
  await build({
    entryPoints: [`test/bench/${name}.ts`],
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["@napi-rs/keyring"],
    outfile,
  });
  const { status } = spawnSync(process.execPath, [outfile], { stdio: "inherit" });
  rmSync(folder, { recursive: true, force: true });
  process.exit(status ?? 1);
}
