// npm run open [-- FOLDER]: the extension in a real editor, on the sample workspace in .sample/ or on FOLDER.
// It opens the user's own `code` where there is one, else the offline VS Code server in the browser until Ctrl-C.
//   --fresh          write the sample anew
//   --editor server  the server although there is a `code`; or the name of another program: codium, code-insiders
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, installPackages } from "./install.mjs";
import { run } from "./run.mjs";
import { onPath, prepareHost } from "./setup-host.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fresh: { type: "boolean" }, editor: { type: "string" } },
});
const editors = ["code", "code-insiders", "codium"];

function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
    .reduce((a, b) => Math.max(a, b), 0);
}

async function buildIfNeeded() {
  const built = ["extension.js", "sample.js"].map((name) => join(root, "dist", name));
  const stale = built.some((path) => !existsSync(path) || statSync(path).mtimeMs < newest(join(root, "src")));
  if (stale) await build();
}

async function workspace() {
  if (positionals[0] !== undefined) return resolve(positionals[0]);
  const folder = join(root, ".sample");
  if (values.fresh) rmSync(folder, { recursive: true, force: true });
  if (existsSync(folder)) {
    console.log("the sample in .sample/ is kept as you left it (--fresh writes it anew)");
    return folder;
  }
  const { writeSample } = createRequire(import.meta.url)(join(root, "dist", "sample.js"));
  await writeSample(folder);
  console.log("the sample is in .sample/: a small shop whose keys were made up just now");
  return folder;
}

/** The user's own editor, or undefined. */
function ownEditor() {
  if (values.editor === "server") return undefined;
  const names = values.editor === undefined ? editors : [values.editor];
  const found = names.map((name) => onPath(process.platform === "win32" ? `${name}.cmd` : name)).find(Boolean);
  if (found === undefined && values.editor !== undefined) throw new Error(`${values.editor} is not on the PATH`);
  return found;
}

function openInEditor(program, folder) {
  const args = [`--extensionDevelopmentPath=${root}`, "--new-window", folder];
  const windows = process.platform === "win32"; // a .cmd file runs only through its shell
  const quote = (text) => (windows ? `"${text}"` : text);
  const opened = spawnSync(quote(program), args.map(quote), { stdio: "inherit", shell: windows });
  return opened.status === 0;
}

function openBrowser(url) {
  const opener = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform] ?? ["xdg-open"];
  const seen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!seen || (process.platform === "linux" && onPath("xdg-open") === undefined)) return;
  const [command, ...args] = opener;
  spawn(command, [...args, url], { stdio: "ignore", detached: true })
    .on("error", (error) =>
      console.error(`open: the browser did not start (${error.message}); open the address yourself`),
    )
    .unref();
}

async function openInServer(folder) {
  const host = prepareHost({ browser: false });
  if (!host.ready) throw new Error(`no editor: there is no \`code\` on the PATH, and ${host.reason}`);
  const { installVsix, newRun, startServer, workbenchUrl } = await import("../test/host/host.mjs");
  // From here on Ctrl-C must take the folder along.
  const asked = new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => done("asked"));
  });
  const base = mkdtempSync(join(tmpdir(), "lk-"));
  const vsix = join(base, "leastkey.vsix");
  const clean = () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const made = await run(process.execPath, [".scripts/package.mjs", "--quiet", "--out", vsix], {
      cwd: root,
      quiet: true,
    });
    if (made.code !== 0) throw new Error(`the package could not be made:\n${made.output}`);
    process.env.LEASTKEY_RUN_BASE = base;
    const profile = newRun();
    installVsix(profile, vsix);
    const server = await startServer(profile);
    const url = workbenchUrl(server, { opened: folder });
    console.log(
      `\nLeastkey is open at\n\n  ${url}\n\nIts data is in a folder of its own that goes when you press Ctrl-C.`,
    );
    openBrowser(url);
    const ended = await Promise.race([asked, server.ended.then((code) => `the editor's server ended with ${code}`)]);
    await server.stop();
    if (ended !== "asked") throw new Error(ended);
  } finally {
    clean();
  }
}

async function main() {
  process.chdir(root);
  await installPackages();
  await buildIfNeeded();
  const folder = await workspace();
  const own = ownEditor();
  if (own !== undefined && openInEditor(own, folder)) {
    console.log(
      `${own} shows ${folder} with the extension from this folder (its window says "Extension Development Host")`,
    );
    return;
  }
  if (own !== undefined) console.error(`open: ${own} did not open; using the VS Code server instead`);
  await openInServer(folder);
}

main().catch((error) => {
  console.error(`open: error: ${error.message}`);
  process.exit(1);
});
