// `leastkey scan` beside the scanners that install beside it, as whole processes on one tree of installed packages:
// MB per CPU-second, wall, the most memory that the process held (Linux), and whether it reported a key that was planted. Scanners
// that do not install here are named and left out. Their own verification over the network is off.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The slow ones take minutes for more than the smaller tree. */
const sizes = { large: 60e6, small: 12e6 };
const slow = new Set(["detect-secrets", "CredSweeper", "secretlint"]);
const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const cli = resolve(process.env.LEASTKEY_DIST ?? "dist", "cli.js");
const env = { ...process.env, LEASTKEY_HOME: join(folder, "home"), GOBIN: join(folder, "go"), GOFLAGS: "-mod=mod" };

/** Text files of a person's size; folders that some scanners skip stand under other names. */
function fill(tree, enough) {
  let bytes = 0;
  let files = 0;
  for (const entry of readdirSync("node_modules", { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    if (!entry.isFile() || from.includes("/.cache/") || !/\.(?:[cm]?[jt]s|json|md|ya?ml)$/.test(from)) continue;
    const { size } = statSync(from);
    if (size === 0 || size > 200_000) continue;
    const to = join(tree, from.replaceAll(/(?<=^|\/)(?:node_modules|dist|build|out|vendor)(?=\/)/g, "lib-$&"));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
    bytes += size;
    files += 1;
    if (bytes >= enough) break;
  }
  const key = `sk_${"live"}_${randomBytes(32).toString("base64url").replaceAll(/[-_]/g, "x").slice(0, 24)}`;
  writeFileSync(join(tree, "planted.ts"), `export const stripeKey = "${key}";\n`);
  return { tree, bytes, files };
}

const quiet = { stdio: "ignore", timeout: 240_000, env };
const works = (command, args, options = {}) => spawnSync(command, args, { ...quiet, ...options }).status === 0;

const venv = join(folder, "venv");
const python = works("python3", ["-m", "venv", venv]);
const inPython = (name, program) =>
  python && works(join(venv, "bin", "pip"), ["install", "-q", name]) ? join(venv, "bin", program) : undefined;
const npm = join(folder, "npm");
const fromNpm = ["@secretlint/secretlint-rule-preset-recommend@12.0.0", "secretlint@12.0.0"];
const config = '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}';

/** How each is installed, and what it is called with. */
const peers = {
  kingfisher: (tree) => {
    const program = inPython("kingfisher-bin", "kingfisher");
    return program && [program, "scan", tree, "--no-validate", "--format", "json", "--no-update-check"];
  },
  gitleaks: (tree) => {
    const made = works("go", ["install", "github.com/zricethezav/gitleaks/v8@v8.30.1"]);
    return made && [join(folder, "go", "gitleaks"), "dir", tree, "--no-banner", "-f", "json", "-r", "-"];
  },
  "detect-secrets": () => {
    const program = inPython("detect-secrets", "detect-secrets");
    return program && [program, "scan", "--all-files", "--no-verify", "."];
  },
  CredSweeper: (tree) => {
    const program = inPython("credsweeper", "credsweeper");
    return program && [program, "--path", tree, "--save-json", join(folder, "credsweeper.json"), "--log", "silence"];
  },
  secretlint: (tree) => {
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", npm, ...fromNpm];
    const made = works("npm", args);
    const program = join(npm, "node_modules", "secretlint", "bin", "secretlint.js");
    return made && [process.execPath, program, "--secretlintrcJSON", config, "--format", "json", `${tree}/**/*`];
  },
};

/** The most that the process and its children held, in MB; undefined where there is no /proc. */
function heldBy(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean);
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1e3;
    return Math.max(own, ...children.map((child) => heldBy(child) ?? 0));
  } catch {
    return undefined;
  }
}

/** One run; CPU as the shell counts it for the process and all of its children. */
function measured([command, ...args], cwd) {
  const quoted = [command, ...args].map((word) => `'${word}'`).join(" ");
  const script = `TIMEFORMAT='%R %U %S'; time ${quoted} 2>/dev/null`;
  return new Promise((done) => {
    const child = spawn("bash", ["-c", script], { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let told = "";
    let memory = 0;
    const watch = setInterval(() => {
      memory = Math.max(memory, heldBy(child.pid) ?? 0);
    }, 20);
    child.stdout.on("data", (text) => {
      out += text;
    });
    child.stderr.on("data", (text) => {
      told += text;
    });
    child.on("close", () => {
      clearInterval(watch);
      const [wall, user, system] = told.trim().split(/\s+/).slice(-3).map(Number);
      const report = join(folder, "credsweeper.json");
      if (existsSync(report)) out += readFileSync(report, "utf8");
      done({ wall, cpu: user + system, memory, sees: out.includes("planted.ts") });
    });
  });
}

function print(name, bytes, { wall, cpu, memory, sees }) {
  const speed = (bytes / 1e6 / cpu).toFixed(1).padStart(7);
  const held = memory === 0 ? "" : `   ${memory.toFixed(0)} MB held`;
  console.log(
    `${name.padEnd(16)} ${speed} MB per CPU-second   ${wall.toFixed(2)} s wall   ${cpu.toFixed(2)} s CPU${held}${sees ? "" : "   did not report the planted key"}`,
  );
}

mkdirSync(npm, { recursive: true });
try {
  const trees = {
    large: fill(join(folder, "large"), sizes.large),
    small: fill(join(folder, "small"), sizes.small),
  };
  for (const [size, { tree, bytes, files }] of Object.entries(trees)) {
    console.log(`${files} files, ${(bytes / 1e6).toFixed(0)} MB`);
    const scan = [process.execPath, cli, "scan", tree, "--json", "--no-cache"];
    await measured(scan, tree);
    print("leastkey scan", bytes, await measured(scan, tree));
    for (const [name, install] of Object.entries(peers)) {
      if (slow.has(name) === (size === "large")) continue;
      const command = install(tree);
      if (!command || !existsSync(command[0])) console.log(`${name.padEnd(16)} does not install here`);
      else print(name, bytes, await measured(command, name === "secretlint" ? npm : tree));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
