import { l10n, type QuickPickItem, type WorkspaceFolder, window, workspace } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { diskFolders } from "./folders.ts";

/** The menus are off in a restricted workspace; whoever runs a command by name is told why. */
export function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new LeastkeyError(
    "usage",
    "this workspace is restricted, so Leastkey only marks credentials in it",
    "trust the workspace first (Workspaces: Manage Workspace Trust)",
  );
}

export const noFolder = (): LeastkeyError =>
  new LeastkeyError("usage", "no folder on disk is open", "open the project's folder");

/** The folder a command is for: the only one, or the one chosen. */
export async function chosenFolder(): Promise<WorkspaceFolder> {
  requireTrust();
  const [first, ...others] = diskFolders();
  if (first === undefined) throw noFolder();
  if (others.length === 0) return first;
  const chosen = await window.showWorkspaceFolderPick({ placeHolder: l10n.t("Which folder?") });
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no folder was chosen", "nothing was changed");
  return chosen;
}

interface FolderItem extends QuickPickItem {
  readonly folders: readonly WorkspaceFolder[];
}

/** The folders a command is for: the only one, or those chosen; all of them is the first choice. */
export async function chosenFolders(): Promise<readonly WorkspaceFolder[]> {
  requireTrust();
  const folders = diskFolders();
  if (folders.length < 2) return [await chosenFolder()];
  const all: FolderItem = { label: l10n.t("All folders"), description: String(folders.length), folders };
  const each = folders.map(
    (folder): FolderItem => ({
      label: folder.name,
      description: folder.uri.fsPath,
      folders: [folder],
    }),
  );
  const chosen = await window.showQuickPick([all, ...each], { placeHolder: l10n.t("Which folder?") });
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no folder was chosen", "nothing was changed");
  return chosen.folders;
}
