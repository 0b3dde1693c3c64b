// `leastkey scan` beside ripgrep counting the scanner's own keywords, letters folded: whole processes, in turn, on one
// tree of at least 200 MB of text from installed packages. The best of three each; then a second scan of the same tree.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const enough = 210e6;
const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const tree = join(folder, "tree");
const head = Buffer.alloc(8192);

function isText(path) {
  const handle = openSync(path, "r");
  try {
    return !head.subarray(0, readSync(handle, head, 0, head.length, 0)).includes(0);
  } finally {
    closeSync(handle);
  }
}

function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

/** Folders that a scan skips stand in for others here, so that both programs read the same files. */
const skipped = /(?<=^|\/)(?:node_modules|dist|build|out|target|coverage|vendor|bower_components)(?=\/)/g;

/** Text files of installed packages, round and round under new names, until there is enough. */
function fill() {
  let bytes = 0;
  let files = 0;
  for (let round = 0; bytes < enough && round < 20; round += 1) {
    for (const root of ["node_modules", "test/host/node_modules"]) {
      let entries;
      try {
        entries = readdirSync(root, { recursive: true, withFileTypes: true });
      } catch {
        continue;
      }
      for (const entry of entries) {
        const from = join(entry.parentPath, entry.name);
        if (!entry.isFile() || from.includes("/.cache/")) continue;
        const { size } = statSync(from);
        if (size === 0 || size > 2e6 || !isText(from)) continue;
        place(from, join(tree, `pkg${round}`, from.replaceAll(skipped, "lib-$&")));
        bytes += size;
        files += 1;
        if (bytes >= enough * 1.5) return { bytes, files };
      }
    }
  }
  return { bytes, files };
}

const best = (runs) => runs.reduce((a, b) => (b.cpu < a.cpu ? b : a));

/** Wall, user and system seconds of a whole process, as the shell counts them. */
function timed(command) {
  const script = `TIMEFORMAT='%R %U %S'; time ( ${command} >/dev/null 2>&1 )`;
  const { stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8", env });
  const [wall, user, system] = stderr.trim().split(/\s+/).map(Number);
  return { wall, cpu: user + system };
}

function ripgrep() {
  const prefix = join(folder, "rg");
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", prefix];
  const run = spawnSync("npm", [...args, "@vscode/ripgrep@1.18.0"], { stdio: "ignore", timeout: 120_000 });
  if (run.status !== 0) return undefined;
  return readdirSync(prefix, { recursive: true, encoding: "utf8" })
    .filter((path) => /(?:^|[\\/])rg(?:\.exe)?$/.test(path))
    .map((path) => join(prefix, path))
    .at(0);
}

async function keywords() {
  const outfile = join(folder, "prefilter.cjs");
  const contents = `export { buildPrefilter } from "./src/core/detect/prefilter.ts";
export { providers } from "./src/core/detect/rules/index.ts";`;
  const stdin = { contents, resolveDir: process.cwd() };
  await build({ stdin, bundle: true, platform: "node", mainFields: ["module", "main"], outfile });
  const { buildPrefilter, providers } = (await import(outfile)).default;
  return buildPrefilter(providers).literals;
}

const env = { ...process.env, LEASTKEY_HOME: join(folder, "home") };
const cli = resolve(process.env.LEASTKEY_DIST ?? "dist", "cli.js");
const { bytes, files } = fill();
const line = (name, { wall, cpu }) =>
  console.log(
    `${name.padEnd(34)} ${(bytes / 1e6 / cpu).toFixed(0).padStart(5)} MB per CPU-second   ${wall.toFixed(2)} s wall   ${cpu.toFixed(2)} s CPU`,
  );
try {
  console.log(`${files} files, ${(bytes / 1e6).toFixed(0)} MB of text`);
  const scan = `"${process.execPath}" "${cli}" scan "${tree}" --json`;
  const rg = ripgrep();
  const list = await keywords();
  const patterns = join(folder, "keywords");
  writeFileSync(patterns, `${list.join("\n")}\n`);
  const count = rg === undefined ? undefined : `"${rg}" -i -c -F -f "${patterns}" --no-ignore --hidden -j2 "${tree}"`;
  timed(`cat $(find "${tree}" -type f | head -2000)`);
  const ours = [];
  const theirs = [];
  for (let round = 0; round < 3; round += 1) {
    if (count !== undefined) theirs.push(timed(count));
    ours.push(timed(`${scan} --no-cache`));
  }
  const own = best(ours);
  line("leastkey scan", own);
  if (theirs.length === 0) console.log("ripgrep could not be installed here: no peer");
  else {
    const peer = best(theirs);
    line(`ripgrep -i -c, ${list.length} keywords`, peer);
    console.log(
      `ratio: ${(peer.cpu / own.cpu).toFixed(2)} of CPU, ${(peer.wall / own.wall).toFixed(2)} of wall (above 1: leastkey is ahead)`,
    );
  }
  timed(scan);
  const again = best([timed(scan), timed(scan), timed(scan)]);
  line("second scan, nothing changed", again);
  console.log(
    `second scan: ${((100 * again.wall) / own.wall).toFixed(0)} % of the first's wall, ${((100 * again.cpu) / own.cpu).toFixed(0)} % of its CPU`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
