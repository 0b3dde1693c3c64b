// Runs the mocha files of test/host inside a real extension host, on a fresh sample workspace and a fresh profile:
//   node .scripts/host-tests.mjs [WORD...]      only the files whose path holds a word
// and each of test/host/situations in an editor of its own: other folders open, or no storage for Leastkey.
// LEASTKEY_VSCODE decides where: `server` (the offline VS Code server, see setup-host.mjs), `download` (VS Code itself,
// through @vscode/test-electron), or the path of a `code` program. Unset: the server where it runs, else a download.
// LEASTKEY_VERBOSE shows what the editor prints. Ends with `host: N passed, N failed, N skipped`.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { endRun, killGroup, newRun, quietSettings } from "../test/host/host.mjs";
import { situations } from "../test/host/situations/situations.mjs";
import { makeWorkspace } from "../test/host/workspace.mjs";
import { build } from "./install.mjs";
import { mayNotSkip, onPath, prepareHost } from "./setup-host.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const limit = Number(process.env.LEASTKEY_TEST_LIMIT ?? 240_000);
const words = process.argv.slice(2);
// The marks that agents leave would make every terminal look like an agent's; the editor's own would reach its window.
const foreign =
  /^(VSCODE_|ELECTRON_|LEASTKEY_|CLAUDECODE$|CLAUDE_|AI_AGENT$|COPILOT_AGENT$|CODEX_|GEMINI_CLI$|CURSOR_|OPENCODE$)/;

/** Where the tests run: the program that takes VS Code's command line, or the reason why there is none. */
async function findEditor() {
  const choice = process.env.LEASTKEY_VSCODE ?? "";
  if (!["", "server", "download"].includes(choice)) return onScreen(resolve(choice));
  const host = choice === "download" ? { ready: false, reason: "LEASTKEY_VSCODE=download" } : prepareHost();
  if (host.ready) return { program: join(root, "test", "host", "code"), before: [] };
  if (choice === "server") return { reason: host.reason };
  try {
    return onScreen(await downloadAndUnzipVSCode({ version: wantedVersion() }));
  } catch (error) {
    return { reason: `${host.reason}; VS Code could not be downloaded either (${error.message})` };
  }
}

/** LEASTKEY_VSCODE_VERSION: `stable`, `minimum` (the oldest that package.json allows) or a version. */
function wantedVersion() {
  const wanted = process.env.LEASTKEY_VSCODE_VERSION || "stable";
  if (wanted !== "minimum") return wanted;
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.vscode.replace(/^\D+/, "");
}

/** VS Code itself wants a screen; on Linux without one, a virtual one. */
function onScreen(program) {
  if (process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    return { program, before: [] };
  const xvfb = onPath("xvfb-run");
  return xvfb === undefined ? { reason: "VS Code needs a display, or xvfb-run" } : { program, before: [xvfb, "-a"] };
}

/** What runTests is told; a desktop reads its settings and keeps its data where the run's folder says. */
function options(run, program, situation) {
  const user = join(run.profile, "User");
  mkdirSync(user);
  writeFileSync(join(user, "settings.json"), JSON.stringify(quietSettings));
  const seed = Math.floor(Math.random() * 2 ** 31);
  return {
    vscodeExecutablePath: program,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "dist", "host", "run.host.js"),
    launchArgs: [
      ...situation.opened(run, seed),
      `--user-data-dir=${run.profile}`,
      `--extensions-dir=${join(run.profile, "extensions")}`,
    ],
    extensionTestsEnv: {
      LEASTKEY_HOME: run.leastkeyHome,
      LEASTKEY_RUN_FOLDER: run.folder,
      LEASTKEY_PASSPHRASE: `host tests ${seed}`,
      LEASTKEY_TEST_SEED: String(seed),
      LEASTKEY_TEST_LIMIT: String(limit),
      LEASTKEY_TEST_REPORT: join(run.folder, "report.txt"),
      LEASTKEY_TEST_RESULT: join(run.folder, "result.json"),
      LEASTKEY_TEST_WORDS: situation.words.join(" "),
      ...passedOn(["LEASTKEY_TEST_FILES", "LEASTKEY_TEST_PROFILE"]),
    },
  };
}

/** What the tests themselves read of this environment; see zz-numbers.host.ts. */
const passedOn = (names) =>
  Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

/** Shows the report as it grows; answers with a function that shows the rest and stops. */
function follow(path) {
  let shown = 0;
  const show = () => {
    const all = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    process.stdout.write(all.subarray(shown));
    shown = all.length;
  };
  const timer = setInterval(show, 200);
  return () => {
    clearInterval(timer);
    show();
  };
}

/** Starts the editor, waits for its end within the limit, and answers with all that it printed. */
async function edit(run, { program, before }, situation) {
  const launch = [join(root, "test", "host", "launch.mjs"), JSON.stringify(options(run, program, situation))];
  const [command = "", ...args] = [...before, process.execPath, ...launch];
  const child = spawn(command, args, {
    cwd: root,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
      if (process.env.LEASTKEY_VERBOSE) process.stderr.write(chunk);
    });
  }
  const kill = () => {
    killGroup(child.pid);
    endRun(run.folder);
  };
  const interrupted = () => {
    kill();
    run.remove();
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  // The stand-in gives up by itself at the limit, with a picture of the window; this is for one that hangs.
  const hard = setTimeout(kill, limit + 20_000);
  await new Promise((done) => child.once("close", done));
  clearTimeout(hard);
  kill();
  return said;
}

/** The numbers the tests left, or a failure: no result and no tests are both one. */
function result(run, said) {
  const path = join(run.folder, "result.json");
  const counts = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  if (counts !== undefined && counts.passed + counts.failed > 0) return counts;
  console.error(said);
  console.error(counts === undefined ? "host: error: the editor gave no result" : "host: error: no test ran");
  return { passed: counts?.passed ?? 0, failed: 1, skipped: counts?.skipped ?? 0 };
}

/** Those of a situation with their folder. Not below node_modules, where the editor itself is. */
function testFiles() {
  return ["", "situations"].flatMap((folder) =>
    readdirSync(join(root, "test", "host", folder))
      .filter((file) => file.endsWith(".host.ts"))
      .map((file) => (folder === "" ? file : `${folder}/${file}`)),
  );
}

/** The runs that are asked for: the everyday one with its files, then each situation. */
function runs() {
  const isAsked = (file) => words.length === 0 || words.some((word) => file.includes(word));
  const everyday = testFiles().filter((file) => !file.startsWith("situations/") && isAsked(file));
  const shop = { opened: (run, seed) => [makeWorkspace(run, seed).root], words: everyday.map(asBuilt) };
  const others = situations.map(({ file, opened }) => ({ opened, words: [asBuilt(`situations/${file}`)], file }));
  const wanted = others.filter(({ file }) => isAsked(`situations/${file}`));
  return [...(everyday.length === 0 ? [] : [shop]), ...wanted];
}

const asBuilt = (file) => file.replace(/\.ts$/, ".js");

/** How many tests a skip leaves out, by the text of the files: nothing can run them here. */
function written() {
  const texts = testFiles().map((file) => readFileSync(join(root, "test", "host", file), "utf8"));
  return texts.reduce((sum, text) => sum + [...text.matchAll(/^\s*test\(/gm)].length, 0);
}

async function main() {
  await build();
  const editor = await findEditor();
  if (editor.reason !== undefined) {
    const count = written();
    if (mayNotSkip()) console.error(`host: error: ${editor.reason}`);
    else console.log(`skipped: ${editor.reason} (${count} tests)`);
    return mayNotSkip() ? { passed: 0, failed: count, skipped: 0 } : { passed: 0, failed: 0, skipped: count };
  }
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const situation of runs()) {
    const counts = await inEditor(editor, situation);
    for (const kind of Object.keys(sum)) sum[kind] += counts[kind];
  }
  return sum;
}

async function inEditor(editor, situation) {
  const run = newRun();
  const stop = follow(join(run.folder, "report.txt"));
  try {
    const said = await edit(run, editor, situation);
    stop();
    return result(run, said);
  } finally {
    run.remove();
  }
}

const { passed, failed, skipped } = await main();
console.log(`host: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
