import { delimiter, dirname } from "node:path";
import { env } from "node:process";
import { window } from "vscode";
import { productName } from "../contributions.ts";
import { installLauncher } from "../platform/launcher.ts";
import type { Machine } from "./machine.ts";

/** Types a command of ours into a new terminal and leaves the Enter to the user. */
export function typeCommand(command: string, cwd: string, { home, programs }: Machine): Promise<void> {
  installLauncher(home, programs);
  // Windows spells it "Path"; two spellings of it would fight in the terminal's environment.
  const name = Object.keys(env).find((key) => key.toLowerCase() === "path") ?? "PATH";
  const path = `${dirname(home.launcher)}${delimiter}${env[name] ?? ""}`;
  const terminal = window.createTerminal({ name: productName, cwd, env: { [name]: path } });
  terminal.show();
  terminal.sendText(command, false);
  return Promise.resolve();
}
