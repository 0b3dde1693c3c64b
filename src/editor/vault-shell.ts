import { type Disposable, env, TerminalProfile, ThemeIcon, window } from "vscode";
import { terminalProfileId } from "../contributions.ts";
import { diskFolders } from "./folders.ts";
import type { Machine } from "./machine.ts";
import { requireTrust } from "./trust.ts";

/**
 * The terminal profile "Shell with Vault References": the user's own shell under `leastkey run`, so that what is
 * started in it finds its variables. It is for people: the values stand in that shell's environment.
 */
export function vaultShell(machine: Machine): Disposable {
  return window.registerTerminalProfileProvider(terminalProfileId, {
    provideTerminalProfile: async () => {
      requireTrust();
      const { installLauncher } = await import("../platform/launcher.ts");
      installLauncher(machine.home, machine.programs);
      const [folder] = diskFolders();
      return new TerminalProfile({
        name: "Vault",
        shellPath: machine.home.launcher,
        shellArgs: ["run", "--", env.shell],
        iconPath: new ThemeIcon("key"),
        ...(folder === undefined ? {} : { cwd: folder.uri }),
      });
    },
  });
}
