// The folder that the in-editor tests open: the sample workspace, made anew for every run.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const generator = fileURLToPath(new URL("../../dist/sample.js", import.meta.url));

export async function makeWorkspace(run) {
  const folder = join(run.folder, "shop");
  mkdirSync(folder);
  if (existsSync(generator)) {
    const { writeSample } = createRequire(import.meta.url)(generator);
    await writeSample(folder);
  } else writeFileSync(join(folder, "README.md"), "# Sample\n");
  return folder;
}
