// What `leastkey run` adds to a command: node test/bench/run.mjs [ROUNDS]. One reference of the embedded vault, whose
// key a real keychain holds; paired with node that does nothing, and both as processor time too, which a busy machine
// stretches less.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const rounds = Number(process.argv[2] ?? 40);
const cli = resolve(process.env.LEASTKEY_DIST ?? "dist", "cli.js");

if (process.env.LEASTKEY_BENCH_KEYCHAIN === undefined) {
  process.exitCode = inKeychainSession();
} else {
  measure();
}

/** This program again, in a session of its own with an unlocked keychain. */
function inKeychainSession() {
  const has = (name) => spawnSync(name, ["--version"]).error === undefined;
  if (!has("dbus-run-session") || !has("gnome-keyring-daemon")) {
    console.log("skipped: dbus-run-session or gnome-keyring is not installed");
    return 0;
  }
  const data = mkdtempSync(join(tmpdir(), "leastkey-bench-run-"));
  chmodSync(data, 0o700);
  const script = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$0" "$@"';
  const { status, stdout, stderr } = spawnSync(
    "dbus-run-session",
    ["--", "sh", "-c", script, process.execPath, ...process.argv.slice(1)],
    {
      encoding: "utf8",
      cwd: data,
      env: {
        PATH: process.env.PATH,
        HOME: data,
        XDG_DATA_HOME: join(data, "share"),
        XDG_RUNTIME_DIR: data,
        LEASTKEY_HOME: join(data, "home"),
        LEASTKEY_DIST: resolve(process.env.LEASTKEY_DIST ?? "dist"),
        LEASTKEY_BENCH_KEYCHAIN: "1",
      },
    },
  );
  process.stdout.write(stdout);
  if (status !== 0) process.stderr.write(stderr);
  rmSync(data, { recursive: true, force: true });
  return status ?? 1;
}

function measure() {
  const reference = "leastkey://shop/dev/mail/key";
  spawn([cli, "vault", "set", reference], "a value of no meaning");
  writeFileSync(".env", `MAIL=${reference}\n`);
  const programs = {
    "node -e 0": ["-e", "0"],
    "leastkey run -- true": [cli, "run", "--", "true"],
    "leastkey help run": [cli, "help", "run"],
  };
  const samples = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  spawn(programs["leastkey run -- true"]); // the first one writes the code cache
  for (let round = 0; round < rounds; round++)
    for (const [name, args] of Object.entries(programs)) samples[name].push(spawn(args));
  const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const of = (name, what) => median(samples[name].map((one) => one[what]));
  for (const name of Object.keys(programs)) {
    const over = of(name, "took") - of("node -e 0", "took");
    const overCpu = of(name, "cpu") - of("node -e 0", "cpu");
    console.log(
      `${name.padEnd(22)} median ${of(name, "took").toFixed(1)} ms (+${over.toFixed(1)}), processor ${of(name, "cpu").toFixed(1)} ms (+${overCpu.toFixed(1)})`,
    );
  }
}

/**
 * Milliseconds, those of the processor from the shell's `time`, because Node tells nothing of children that ended. A
 * program that ends otherwise than it should is no measurement.
 */
function spawn(args, input = "") {
  const started = performance.now();
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, ...args], { input, encoding: "utf8" });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`exit code ${status} of ${args.join(" ")}: ${stderr}`);
  const [user, system] = stderr.trim().split(/\s+/).map(Number);
  return { took, cpu: (user + system) * 1000 };
}
