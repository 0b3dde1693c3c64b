import type { WorkspaceFolder } from "vscode";
import { diskFolders } from "./folders.ts";
import type { Row } from "./row.ts";

/** Rows of every folder on disk; each folder's under its name where there are several. */
export async function byFolder(rowsOf: (folder: WorkspaceFolder) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const folders = diskFolders();
  const [first] = folders;
  if (first === undefined) return [];
  if (folders.length === 1) return rowsOf(first);
  const rows: Row[] = [];
  for (const folder of folders) {
    const children = await rowsOf(folder);
    if (children.length === 0) continue;
    rows.push({ id: folder.uri.toString(), label: folder.name, icon: "root-folder", isOpen: true, children });
  }
  return rows;
}
