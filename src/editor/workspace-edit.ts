import { chmodSync } from "node:fs";
import { Range, type TextDocument, Uri, WorkspaceEdit, workspace } from "vscode";
import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";

/**
 * Carries planned changes out as one edit that one undo takes back, and saves the files: what an agent reads is the
 * disk. Throws `file.changed` before anything is written when a file is not as the plan found it.
 */
export async function applyAsOneEdit(changes: readonly FileChange[]): Promise<void> {
  const edit = new WorkspaceEdit();
  const documents: { readonly document: TextDocument; readonly after: string }[] = [];
  for (const change of changes) {
    const uri = Uri.file(change.path);
    const { before, after } = change;
    if (before === undefined && after !== undefined) {
      edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(after) });
    } else if (after === undefined) {
      edit.deleteFile(uri, { ignoreIfNotExists: true });
    } else {
      const document = await workspace.openTextDocument(uri);
      if (document.getText() !== withoutMark(before)) throw changedMeanwhile(change.path);
      replaceChanged(edit, document, withoutMark(after));
      documents.push({ document, after: withoutMark(after) });
    }
  }
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) throw refused();
  for (const { document, after } of documents) {
    if (document.getText() !== after) throw changedMeanwhile(document.uri.fsPath);
    if (document.isDirty && !(await document.save())) throw unsaved(document);
  }
  for (const { path, before, mode } of changes) if (before === undefined && mode !== undefined) chmodSync(path, mode);
}

/** The editor keeps a byte order mark out of the text and writes it back when it saves. */
function withoutMark(text: string | undefined): string {
  return text?.replace(/^\uFEFF/, "") ?? "";
}

/** Only the part that differs: cursors, folds and marks elsewhere stay where they are. */
function replaceChanged(edit: WorkspaceEdit, document: TextDocument, after: string): void {
  const before = document.getText();
  const { start, end, text } = difference(before, after);
  if (start === end && text === "") return;
  edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
}

/** The smallest single replacement that makes one text of the other; never inside a CRLF or a surrogate pair. */
export function difference(
  before: string,
  after: string,
): { readonly start: number; readonly end: number; readonly text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  while (start > 0 && isSplit(before, after, start)) start--;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  while (same > 0 && (isInside(before, before.length - same) || isInside(after, after.length - same))) same--;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

const isSplit = (before: string, after: string, at: number): boolean => isInside(before, at) || isInside(after, at);

function isInside(text: string, at: number): boolean {
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  return (left === 13 && right === 10) || (left >= 0xd800 && left < 0xdc00 && right >= 0xdc00 && right < 0xe000);
}

function changedMeanwhile(path: string): LeastkeyError {
  return new LeastkeyError(
    "file.changed",
    `${workspace.asRelativePath(path)} was changed in the meantime`,
    "run the command again",
  );
}

function refused(): LeastkeyError {
  return new LeastkeyError(
    "file.unwritable",
    "the editor did not carry the edit out",
    "check that the files are writable, then run the command again",
  );
}

function unsaved({ uri }: TextDocument): LeastkeyError {
  return new LeastkeyError(
    "file.unwritable",
    `${workspace.asRelativePath(uri)} was edited but could not be saved, so the disk still holds the secret`,
    "make the file writable and save it, or undo",
  );
}
