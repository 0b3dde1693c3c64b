// What the broker costs: a grant round trip over its socket, and the proxy by base URL against the same HTTPS server
// asked directly: node test/bench/broker.mjs [REQUESTS]
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import esbuild from "esbuild";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "lk-bench-")));
const out = join("node_modules", ".cache", "broker-bench.cjs");
await esbuild.build({
  entryPoints: ["test/bench/broker-program.ts"],
  outfile: out,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  external: ["@napi-rs/keyring"],
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, [out, folder, ...process.argv.slice(2)], { stdio: "inherit" });
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
