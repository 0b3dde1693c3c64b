// The folder that the in-editor tests open: the sample workspace, made anew for every run.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const generator = fileURLToPath(new URL("../../dist/sample.js", import.meta.url));

/** @returns the sample as test/sample/sample.ts describes it. The same seed gives the same values. */
export function makeWorkspace(run, seed = Math.floor(Math.random() * 2 ** 31)) {
  return createRequire(import.meta.url)(generator).writeSample(join(run.folder, "shop"), seed);
}
