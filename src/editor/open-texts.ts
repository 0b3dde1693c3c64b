import { type TextDocument, workspace } from "vscode";
import type { Files } from "../core/ports.ts";

/** The document of a file that is open with changes that are not on the disk yet. */
function unsaved(path: string): TextDocument | undefined {
  return workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.scheme === "file" && uri.fsPath === path);
}

/** Files as the user sees them: what is being edited counts, not what was saved last. */
export function withOpenTexts(files: Files): Files {
  return { ...files, readText: (path) => unsaved(path)?.getText() ?? files.readText(path) };
}
