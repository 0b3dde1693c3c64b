import { commands } from "vscode";
import { type ContextKey, contextKeys } from "../contributions.ts";
import type { Findings } from "./findings.ts";

export async function setContext(key: ContextKey, value: unknown): Promise<void> {
  await commands.executeCommand("setContext", key, value);
}

/**
 * For `resourcePath in`, by path. A window on Windows that works on a remote Linux folder compares with backslashes,
 * so each path stands there in both spellings.
 */
export async function setFilesWithFindings(findings: Findings): Promise<void> {
  const paths = findings
    .files()
    .filter((file) => file.findings.length > 0)
    .flatMap(({ uri }) => [uri.fsPath, uri.fsPath.replaceAll("/", "\\")]);
  await setContext(contextKeys.filesWithFindings, Object.fromEntries(paths.map((path) => [path, true])));
}
