// npm run bench [-- WORD...]: every benchmark of test/bench, or those whose name holds a word, on release builds.
// Each prints ratios against a peer run beside it; nothing is asserted, because machines differ.
import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { installPackages } from "./install.mjs";
import { run } from "./run.mjs";

const words = process.argv.slice(2);
await installPackages();
for (const args of [[], ["--production"]]) {
  const built = await run(process.execPath, ["esbuild.js", ...args]);
  if (built.code !== 0) process.exit(built.code);
}
const benches = readdirSync("test/bench")
  .filter((name) => name.endsWith(".mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .toSorted();
console.log(
  `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "cpu"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
let failed = 0;
for (const bench of benches) {
  console.log(`\n── ${bench.replace(/\.mjs$/, "")}`);
  const { code } = await run(process.execPath, [`test/bench/${bench}`], {
    env: { ...process.env, LEASTKEY_DIST: "dist/package/dist", LEASTKEY_DEV_DIST: "dist" },
  });
  if (code !== 0) failed += 1;
}
process.exit(benches.length === 0 || failed > 0 ? 1 : 0);
