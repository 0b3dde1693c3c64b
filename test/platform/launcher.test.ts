import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { leastkeyHome } from "../../src/platform/home.ts";
import { installLauncher, launcherState, launchers } from "../../src/platform/launcher.ts";
import { programFiles } from "../../src/platform/own-programs.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-launcher-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Programs that say which of them ran, and with what. */
function programs(name: string, says = ""): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const program of programFiles) {
    writeFileSync(
      join(path, program),
      `console.log(${JSON.stringify(program + says)}, process.argv.slice(2).join(" "))`,
    );
  }
  return path;
}

void test("the launcher starts the hook for 'hook' and the command line for the rest, from any folder", () => {
  const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home one") });
  installLauncher(home, programs("v1"));
  const run = (...args: readonly string[]): string =>
    spawnSync(home.launcher, args, { cwd: tmpdir(), encoding: "utf8" }).stdout.trim();
  assert.equal(run("hook", "codex"), "hook.js hook codex");
  assert.equal(run("scan", "a b"), "cli.js scan a b");
});

void test("its state is told, and installing again writes only what differs", () => {
  const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home two") });
  const first = programs("v2");
  assert.equal(launcherState(home, first).state, "missing");
  installLauncher(home, first);
  assert.equal(launcherState(home, first).state, "installed");
  const before = statSync(home.hookBundle).ino;
  installLauncher(home, first);
  assert.equal(statSync(home.hookBundle).ino, before);
  const second = programs("v3", "!");
  assert.equal(launcherState(home, second).state, "outdated");
  installLauncher(home, second);
  assert.equal(launcherState(home, second).state, "installed");
});

void test("without its program, or without any node, a hook refuses with a reason and nothing on stdout", () => {
  const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home three") });
  installLauncher(home, programs("v4"));
  rmSync(home.hookBundle);
  const gone = spawnSync(home.launcher, ["hook", "codex"], { encoding: "utf8" });
  assert.deepEqual([gone.status, gone.stdout], [2, ""]);
  assert.match(gone.stderr, /refused/);
  const lost = join(folder, "lost");
  writeFileSync(lost, launchers(join(folder, "no-such-node"), "programs").shell, { mode: 0o755 });
  const nodeless = spawnSync("/bin/sh", [lost, "hook", "codex"], {
    encoding: "utf8",
    env: { PATH: join(folder, "empty") },
  });
  assert.deepEqual([nodeless.status, nodeless.stdout], [2, ""]);
});

void test("a node whose path holds quotes and percent signs is written safely for both shells", () => {
  const { shell, command } = launchers("/opt/it's 100%/node", "programs");
  assert.match(shell, /node='\/opt\/it'\\''s 100%\/node'/);
  assert.match(command, /set "node=\/opt\/it's 100%%\/node"\r\n/);
});
