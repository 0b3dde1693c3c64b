// What an editor may find besides one folder and a home of its own: each with its tests, in an editor of its own.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorkspace } from "../workspace.mjs";

/** `opened`: what the editor is told to open, once everything is in place. */
export const situations = [
  {
    file: "two-folders.host.ts",
    opened: (run, seed) => {
      const shop = makeWorkspace(run, seed);
      const second = join(run.folder, "billing");
      mkdirSync(join(second, ".vscode"), { recursive: true });
      writeFileSync(join(second, "pay.ts"), `export const key = "${shop.paymentKey.value.reveal()}";\n`);
      const file = join(run.folder, "both.code-workspace");
      writeFileSync(file, JSON.stringify({ folders: [{ path: "shop" }, { path: "billing" }], settings: {} }));
      return [file];
    },
  },
  { file: "no-folder.host.ts", opened: () => [] },
  {
    file: "no-storage.host.ts",
    opened: (run, seed) => {
      // A file where the folder belongs: nothing can be written there, by root neither.
      rmSync(run.leastkeyHome, { recursive: true });
      writeFileSync(run.leastkeyHome, "");
      return [makeWorkspace(run, seed).root];
    },
  },
];
