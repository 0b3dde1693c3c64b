import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { build } from "esbuild";

const folder = mkdtempSync(join(process.cwd(), "node_modules", ".leastkey-keychain-"));
const data = mkdtempSync(join(tmpdir(), "leastkey-keychain-"));
const program = join(folder, "keychain.js");
const has = (name: string): boolean => spawnSync(name, ["--version"]).error === undefined;
const skip =
  has("dbus-run-session") && has("gnome-keyring-daemon") ? false : "dbus-run-session or gnome-keyring is not installed";

before(() =>
  build({
    entryPoints: ["test/platform/keychain-program.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["@napi-rs/keyring"],
    outfile: program,
  }),
);
after(() => {
  for (const path of [folder, data]) rmSync(path, { recursive: true, force: true });
});

const script = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$0" "$@"';

void test("a real keychain keeps the vault's key", { skip, timeout: 60_000 }, () => {
  const run = spawnSync("dbus-run-session", ["--", "sh", "-c", script, process.execPath, program, join(data, "home")], {
    encoding: "utf8",
    timeout: 50_000,
    env: { ...process.env, HOME: data, XDG_DATA_HOME: join(data, "share"), XDG_RUNTIME_DIR: data, DISPLAY: "" },
  });
  assert.equal(run.stdout.trim().split("\n").at(-1), "keychain works", run.stderr);
});

void test("without a session bus there is no keychain, and no wait", {
  skip: process.platform === "linux" ? false : "Linux only",
  timeout: 30_000,
}, () => {
  const run = spawnSync(process.execPath, [program, join(data, "other")], {
    encoding: "utf8",
    timeout: 25_000,
    env: {
      PATH: process.env["PATH"],
      HOME: data,
      DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent",
      XDG_RUNTIME_DIR: join(data, "none"),
    },
  });
  assert.equal(run.stdout, "no keychain\n");
});
