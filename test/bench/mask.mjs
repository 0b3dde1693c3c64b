// Masking throughput: node test/bench/mask.mjs. Ten values (some 120 forms) over log-like text, beside a bare copy.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import esbuild from "esbuild";

const folder = mkdtempSync(join("node_modules", ".cache-mask-"));
await esbuild.build({
  stdin: {
    contents: 'export { createMasker } from "./src/platform/masker.ts"; export { Secret } from "./src/core/secret.ts";',
    resolveDir: ".",
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  outfile: join(folder, "mask.cjs"),
});
const { createMasker, Secret } = createRequire(import.meta.url)(join(process.cwd(), folder, "mask.cjs"));
rmSync(folder, { recursive: true });

const secrets = Array.from({ length: 10 }, (_, at) => ({
  name: `KEY_${at}`,
  value: Secret.of(`value-${at}-`.padEnd(24 + at * 3, "qZ7xK2mP9")),
}));
const line =
  '2026-11-24T06:00:00.000Z info request id=4f9c1a path=/api/v1/orders status=200 ms=12 user="ada@example.com"\n';
const chunk = Buffer.from(line.repeat(600).slice(0, 65_536));
const total = 1 << 30;

function rate(work) {
  work();
  const start = process.hrtime.bigint();
  work();
  return total / 1e6 / (Number(process.hrtime.bigint() - start) / 1e9);
}
const copy = rate(() => {
  for (let done = 0; done < total; done += chunk.length) Buffer.from(chunk);
});
const mask = rate(() => {
  const masker = createMasker(secrets);
  for (let done = 0; done < total; done += chunk.length) masker.write(chunk);
  masker.end();
});
console.log(`masking: ${mask.toFixed(0)} MB/s (bare copy ${copy.toFixed(0)} MB/s, ratio ${(copy / mask).toFixed(1)})`);
if (mask < 500) {
  console.log("masking: below the 500 MB/s that it should reach");
  process.exitCode = 1;
}
