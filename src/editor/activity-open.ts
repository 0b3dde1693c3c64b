import { isAbsolute } from "node:path";
import { commands, l10n, Uri, window } from "vscode";
import type { EntryRow } from "../audit/read.ts";
import { viewIds } from "../contributions.ts";
import type { Findings } from "./findings.ts";
import { rangeOf } from "./ranges.ts";

/** The record names the file; what the panel sends is only which record and which of its files. */
export async function openPath({ paths, cwd }: EntryRow, index: number): Promise<void> {
  const path = paths[index];
  if (path === undefined) return;
  const uri = isAbsolute(path) ? Uri.file(path) : cwd === undefined ? undefined : Uri.joinPath(Uri.file(cwd), path);
  if (uri === undefined)
    await window.showInformationMessage(l10n.t("Leastkey: the record does not say in which folder that file lies."));
  else await window.showTextDocument(uri, { preview: true });
}

/** Goes to where the workspace holds a credential that a record names: in a file, or in the vault. */
export async function showCredential(credential: string | undefined, findings: Findings): Promise<void> {
  if (credential === undefined) return;
  const variable = credential.startsWith("$") ? credential.slice(1) : undefined;
  for (const { uri, findings: all } of findings.files()) {
    const found = all.find(
      ({ fingerprint, name }) => fingerprint === credential || (variable !== undefined && name === variable),
    );
    if (found === undefined) continue;
    await window.showTextDocument(uri, { preview: true, selection: rangeOf(found.place) });
    return;
  }
  if (credential.includes("://")) await commands.executeCommand(`${viewIds.vault}.focus`);
  else
    await window.showInformationMessage(
      l10n.t(
        "Leastkey: no file of this workspace holds that credential now; another workspace does, or it was moved or removed.",
      ),
    );
}
