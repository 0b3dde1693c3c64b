// `npm start` and `npm test` work on a fresh clone: this installs what is missing, once, by the lock file.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { npm } from "./run.mjs";

const stamp = "node_modules/.leastkey-lock";

export async function installPackages() {
  const lock = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("installing the packages of the lock file ...");
  const { code, output } = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { quiet: true });
  if (code !== 0) {
    console.error(output);
    throw new Error("npm ci failed; its own words stand above");
  }
  writeFileSync(stamp, lock);
}

/** dist/ is built anew when a source is newer than it. */
export async function build(args = []) {
  const { run } = await import("./run.mjs");
  const { code } = await run(process.execPath, ["esbuild.js", ...args]);
  if (code !== 0) throw new Error("the build failed; esbuild's own words stand above");
}
