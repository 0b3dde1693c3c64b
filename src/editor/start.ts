import { type Disposable, ProgressLocation, workspace } from "vscode";
import { AfterScan } from "./after-scan.ts";
import { inBackground } from "./background.ts";
import { brokerHost } from "./broker-host.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";
import { referenceValue } from "./reference-value.ts";
import { RuleWatch } from "./rule-watch.ts";
import { setting } from "./settings.ts";
import { vaultShell } from "./vault-shell.ts";
import { watchFiles } from "./watch-files.ts";

/** What happens by itself: open documents, the first scan, files that come and go, folders that are added. */
export function startWatching(parts: Parts): Disposable {
  const { documents, findings, guard, log, masks, scan } = parts;
  const own = new Disposables();
  const after = new AfterScan(parts);
  const refresh = (): void => inBackground(guard.refresh(), "check of the protection", log);
  const scanAll = (): void => {
    if (diskFolders().length > 0 && setting("scan.onOpen"))
      inBackground(scan.run(ProgressLocation.Window), "scan", log);
  };
  own.add(scan.onDidReport((reports) => inBackground(after.take(reports), "index of the guard", log)));
  own.add(workspace.onDidDeleteFiles(({ files }) => findings.forget(files)));
  own.add(
    workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      findings.forget(removed.map(({ uri }) => uri));
      refresh();
      if (added.length > 0) scanAll();
    }),
  );
  own.add(
    workspace.onDidGrantWorkspaceTrust(() => {
      refresh();
      scanAll();
    }),
  );
  own.add(watchFiles(scan, log));
  own.add(new RuleWatch(parts));
  own.add(brokerHost(parts));
  own.add(vaultShell(parts.machine));
  own.add(referenceValue(parts));
  // In a turn of its own: activation ends first, so that no other extension waits for what these load.
  const first = setImmediate(() => {
    inBackground(masks.set(setting("marks.maskSecrets")), "masks", log);
    documents.lookAtAll();
    refresh();
    scanAll();
  });
  own.add({ dispose: () => clearImmediate(first) });
  return own;
}
