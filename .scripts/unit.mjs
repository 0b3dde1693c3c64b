// Runs every bundled unit test, or those whose path holds one of the words given: npm run unit -- core/detect
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const words = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const files = readdirSync("dist/test", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.js"))
  .filter((path) => words.length === 0 || words.some((word) => path.replaceAll("\\", "/").includes(word)))
  .map((path) => join("dist/test", path));
if (files.length === 0) {
  console.error("unit: no test file matches");
  process.exit(1);
}
const run = spawnSync(
  process.execPath,
  ["--test", `--test-concurrency=${availableParallelism()}`, "--enable-source-maps", ...files],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
