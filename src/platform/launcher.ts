import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home.ts";
import { nodeFiles, requireFolder } from "./node-files.ts";
import { copyPrograms, programsFolder, readProgram } from "./own-programs.ts";

/** What a hook starts, copied beside the launcher: an editor's update or an uninstalled extension breaks no hook. */
const hookFiles = ["hook.js", "hook-program.js", "hook-edits.js"] as const;

export interface LauncherState {
  readonly path: string;
  /** outdated: another version's programs; a new `leastkey protect` brings ours. */
  readonly state: "installed" | "missing" | "outdated";
}

/**
 * Puts the programs and the launcher at their stable place in LEASTKEY_HOME. Files that are right already are not
 * touched, so that a hook that runs meanwhile reads a whole one. `programs` is the folder of the built programs.
 */
export function installLauncher(home: Home, programs: string): void {
  const bin = join(home.root, "bin");
  requireFolder(bin);
  const folder = copyPrograms(bin, programs);
  for (const name of hookFiles) replaceIfOther(join(bin, name), readProgram(programs, name));
  const { shell, command } = launchers(process.execPath, folder);
  replaceIfOther(join(bin, "leastkey"), Buffer.from(shell));
  chmodSync(join(bin, "leastkey"), 0o755);
  replaceIfOther(join(bin, "leastkey.cmd"), Buffer.from(command));
}

/** Whether what is installed is what `programs` holds. */
export function launcherState(home: Home, programs: string): LauncherState {
  const bin = join(home.root, "bin");
  const isSame = (name: string): boolean | undefined => {
    const installed = nodeFiles().read(join(bin, name));
    return installed && Buffer.compare(installed, readProgram(programs, name)) === 0;
  };
  if (isSame("hook.js") === undefined || nodeFiles().stat(home.launcher) === undefined)
    return { path: home.launcher, state: "missing" };
  const isCurrent = existsSync(join(bin, programsFolder(programs))) && hookFiles.every((name) => isSame(name) === true);
  return { path: home.launcher, state: isCurrent ? "installed" : "outdated" };
}

function replaceIfOther(path: string, content: Uint8Array): void {
  const files = nodeFiles();
  const now = files.read(path);
  if (now !== undefined && Buffer.compare(now, content) === 0) return;
  files.replace(path, content, 0o755);
}

/**
 * The launchers for sh and cmd; `folder` beside them holds the command line. Node is looked for where it was at installation, then on PATH; the first may be VS
 * Code itself, which is a node with ELECTRON_RUN_AS_NODE (plain node ignores the variable). A hook that cannot start
 * refuses: exit code 2 and a reason is the one answer that blocks nearly everywhere.
 */
export function launchers(node: string, folder: string): { readonly shell: string; readonly command: string } {
  const quoted = `'${node.replaceAll("'", `'\\''`)}'`;
  const shell = `#!/bin/sh
# Leastkey's launcher: written by 'leastkey protect', the same path whatever version is installed.
here=\${0%/*}
node=${quoted}
if [ ! -x "$node" ]; then node=$(command -v node); fi
case $1 in hook) program=hook.js ;; *) program=${folder}/cli.js ;; esac
if [ -n "$node" ] && [ -f "$here/$program" ]; then
  ELECTRON_RUN_AS_NODE=1 exec "$node" "$here/$program" "$@"
fi
echo "leastkey: the guard cannot run (node or its own program is missing), so the call is refused; run 'leastkey protect' again" >&2
exit 2
`;
  const command = `@echo off
rem Leastkey's launcher: written by 'leastkey protect', the same path whatever version is installed.
setlocal
set "ELECTRON_RUN_AS_NODE=1"
set "node=${node.replaceAll("%", "%%")}"
if not exist "%node%" set "node=node.exe"
set "program=${folder}\\cli.js"
if "%~1"=="hook" set "program=hook.js"
if not exist "%~dp0%program%" goto broken
"%node%" "%~dp0%program%" %*
exit /b %errorlevel%
:broken
echo leastkey: the guard cannot run (its own program is missing), so the call is refused; run 'leastkey protect' again 1>&2
exit /b 2
`;
  return { shell, command: command.replaceAll("\n", "\r\n") };
}
