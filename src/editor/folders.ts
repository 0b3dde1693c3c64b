import { relative, sep } from "node:path";
import { Uri, type WorkspaceFolder, workspace } from "vscode";
import type { Finding } from "../core/finding.ts";
import type { ScanReport } from "../guard/scan-report.ts";
import type { FileState, FolderScan } from "./findings.ts";
import { inTurns } from "./in-turns.ts";

/** The folders that can be scanned and guarded: those on this machine's disk. */
export function diskFolders(): readonly WorkspaceFolder[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
}

export function isVirtual(): boolean {
  return (workspace.workspaceFolders ?? []).length > 0 && diskFolders().length === 0;
}

/** The path of a file below its folder, with "/"; undefined when it lies in none on disk. */
export function placeOf(uri: Uri): { readonly folder: WorkspaceFolder; readonly path: string } | undefined {
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder === undefined || folder.uri.scheme !== "file") return undefined;
  return { folder, path: pathBelow(folder.uri, uri) };
}

/** Asked about thousands of files at once; two spellings of one drive letter are what needs node's help. */
function pathBelow(folder: Uri, file: Uri): string {
  const start = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
  if (file.path.startsWith(start) && !file.path.includes("/../")) return file.path.slice(start.length);
  return relative(folder.fsPath, file.fsPath).replaceAll(sep, "/");
}

/** What a scan told, by file. */
export async function byFile(folder: Uri, { findings, protectedPaths }: ScanReport): Promise<FolderScan> {
  const files = new Map<string, Omit<FileState, "version">>();
  const at = (path: string): { readonly key: string; readonly uri: Uri } => {
    const uri = Uri.joinPath(folder, path);
    return { key: uri.toString(), uri };
  };
  await inTurns(grouped(findings), ([path, found]) => {
    const { key, uri } = at(path);
    files.set(key, { uri, findings: found, secret: undefined });
  });
  await inTurns(protectedPaths, (secret) => {
    const { key, uri } = at(secret.path);
    files.set(key, { uri, findings: files.get(key)?.findings ?? [], secret });
  });
  return { folder, files };
}

function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.place.path);
    if (group === undefined) groups.set(finding.place.path, [finding]);
    else group.push(finding);
  }
  return groups;
}
