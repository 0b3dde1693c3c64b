import { type Disposable, ProgressLocation, workspace } from "vscode";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";
import { setting } from "./settings.ts";

/** What happens by itself: open documents, the first scan, files that come and go, folders that are added. */
export function startWatching({ documents, findings, log, scan }: Parts): Disposable {
  const own = new Disposables();
  const scanAll = (): void => {
    if (diskFolders().length === 0 || !setting("scan.onOpen")) return;
    inBackground(scan.run(ProgressLocation.Window), "scan", log);
  };
  own.add(workspace.onDidDeleteFiles(({ files }) => findings.forget(files)));
  own.add(
    workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      findings.forget(removed.map(({ uri }) => uri));
      if (added.length > 0) scanAll();
    }),
  );
  documents.lookAtAll();
  scanAll();
  return own;
}
