// npm start: guards the bundled sample workspace with the embedded vault, and says what it did.
// npm start -- PATH: guards that folder instead; it asks before it writes.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { build, installPackages } from "./install.mjs";

const [path] = process.argv.slice(2);
await installPackages();
await build();
if (path === undefined) await guardSample();
else guardFolder(resolve(path));

function guardFolder(folder) {
  const cli = (...args) => spawnSync(process.execPath, ["dist/cli.js", ...args], { stdio: "inherit" }).status ?? 1;
  const scanned = cli("scan", folder);
  process.exit(scanned > 1 ? scanned : cli("protect", folder));
}

async function guardSample() {
  const { runStory, tell } = createRequire(import.meta.url)("../dist/story.js");
  const story = await runStory({ folder: ".sample", after: (step, told) => tell(step, told, console.log) });
  process.exit(story.replays.some((replay) => replay.carriedOut) || story.verify.code !== 0 ? 1 : 0);
}
