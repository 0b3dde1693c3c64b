// Starts the VS Code server that code-server carries, and a headless Chromium on it. Everything of one run (profile,
// home, temporary files, sockets, the guard's own data) lives in one short-pathed folder that goes when the run ends.
import { spawn, spawnSync } from "node:child_process";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium, node24, serverMain } from "../../.scripts/setup-host.mjs";

/** Asks nothing, fetches nothing, and leaves the window to the extension under test. */
export const quietSettings = {
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.openRepositoryInParentFolders": "never",
  "git.autofetch": false,
  "npm.fetchOnlinePackageInfo": false,
  "json.schemaDownload.enable": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "terminal.integrated.gpuAcceleration": "off",
  "terminal.integrated.defaultProfile.linux": "bash",
};

const readyLine = /Extension host agent listening on (\d+)/;
// The rest of the environment belongs to the person, editor or agent that started the tests: their credentials stay out,
// and their agent's marks would make every terminal look like an agent's.
const inherited = /^(PATH|USER|LOGNAME|TERM|TZ|CHROMIUM)$/;
const ours = new Set();

/** The whole group: the server forks an extension host, terminals and watchers. */
export function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
process.on("exit", () => {
  for (const pid of ours) killGroup(pid);
});

/** For the one who started a run in another process that may have been killed: ends its server. */
export function endRun(folder) {
  const pidFile = join(folder, "server.pid");
  if (existsSync(pidFile)) killGroup(Number(readFileSync(pidFile, "utf8")));
}

/** The same for all runs under LEASTKEY_RUN_BASE. */
export function endRuns(base) {
  for (const name of readdirSync(base)) endRun(join(base, name));
}

/** The places in a run's folder that its maker has prepared. */
export function adoptRun(folder) {
  return {
    folder,
    home: join(folder, "home"),
    temp: join(folder, "tmp"),
    leastkeyHome: join(folder, "leastkey"),
    profile: join(folder, "p"),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 200 }),
  };
}

/** A folder for one run. Unix sockets in it must stay under 108 characters, so the path is kept short. */
export function newRun() {
  const run = adoptRun(mkdtempSync(join(process.env.LEASTKEY_RUN_BASE ?? tmpdir(), "lk-")));
  for (const made of [run.home, run.temp, run.leastkeyHome, run.profile]) mkdirSync(made);
  writeFileSync(join(run.home, ".bashrc"), "PS1='\\w$ '\n");
  writeFileSync(join(run.home, ".gitconfig"), "[user]\n\tname = Sample\n\temail = sample@example.com\n");
  return run;
}

/** Nothing of the person who runs the tests: own home, temporary folder, sockets, guard data. */
export function hermeticEnv(run, more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => inherited.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: run.home,
    TMPDIR: run.temp,
    XDG_RUNTIME_DIR: run.temp,
    SHELL: "/bin/bash",
    LANG: "C.UTF-8",
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    LEASTKEY_HOME: run.leastkeyHome,
    ...more,
  };
}

const profileArguments = (run) => [
  "--accept-server-license-terms",
  ...["--server-data-dir", run.profile],
  ...["--extensions-dir", join(run.profile, "extensions")],
];

export function installVsix(run, vsix) {
  const args = [serverMain, ...profileArguments(run), "--install-extension", vsix, "--force"];
  const done = spawnSync(node24, args, { encoding: "utf8", env: hermeticEnv(run), timeout: 60_000 });
  if (done.status !== 0) throw new Error(`could not install ${vsix}: ${done.stderr}${done.stdout}`);
}

function writeSettings(run, settings) {
  const user = join(run.profile, "data", "User");
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
}

/** Resolves with the port, or rejects with all that the server said. */
function listening(child, logFile) {
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (why) => reject(new Error(`the editor's server ${why}:\n${said}`));
    const timer = setTimeout(() => fail("did not start in 30 s"), 30_000);
    const hear = (chunk) => {
      log.write(chunk);
      if (said.length < 100_000) said += chunk;
      const port = readyLine.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/**
 * `testDriver` lets the page ask for in-host tests; it also hides notification toasts, so what a user sees is tested
 * without it. `port` 0 takes a free one.
 */
export async function startServer(run, { env = {}, settings = {}, testDriver = false, port = 0, trust = false } = {}) {
  writeSettings(run, trust ? { ...settings, "security.workspace.trust.enabled": true } : settings);
  const args = [
    serverMain,
    ...profileArguments(run),
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
    ...["--telemetry-level", "off", "--log", "info", "--disable-experiments"],
    ...(trust ? [] : ["--disable-workspace-trust"]),
    ...(testDriver ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(node24, args, {
    env: hermeticEnv(run, env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  ours.add(child.pid);
  writeFileSync(join(run.folder, "server.pid"), String(child.pid));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    killGroup(child.pid);
    await ended;
    ours.delete(child.pid);
    rmSync(join(run.folder, "server.pid"), { force: true });
  };
  try {
    const at = await listening(child, join(run.folder, "server.log"));
    return { url: `http://127.0.0.1:${at}`, authority: `127.0.0.1:${at}`, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that opens `folder`, with an extension from its source folder and its in-host tests when given. */
export function workbenchUrl(server, { opened, development, tests } = {}) {
  const remote = (path) => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ...(development === undefined ? [] : [["extensionDevelopmentPath", remote(development)]]),
    ...(tests === undefined ? [] : [["extensionTestsPath", remote(tests)]]),
  ];
  const query = new URLSearchParams();
  if (opened !== undefined) query.set(opened.endsWith(".code-workspace") ? "workspace" : "folder", opened);
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `${server.url}/?${query}`;
}

/** A window of its own with nothing remembered; the clipboard is allowed, animations are off. */
export async function openBrowser(run, { width = 1400, height = 900 } = {}) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    env: hermeticEnv(run),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...["--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  return { browser, context, page: await context.newPage() };
}
