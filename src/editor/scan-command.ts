import { type LogOutputChannel, l10n, ProgressLocation } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import type { Findings } from "./findings.ts";
import { diskFolders } from "./folders.ts";
import { notify, type Way } from "./notify.ts";
import { setting } from "./settings.ts";
import { credentials, files as filesOf } from "./words.ts";
import type { WorkspaceScan } from "./workspace-scan.ts";

/** Scan Workspace, and what it found. */
export async function scanWorkspace(scan: WorkspaceScan, findings: Findings, log: LogOutputChannel): Promise<void> {
  if (diskFolders().length === 0) {
    throw new LeastkeyError(
      "usage",
      "there is no folder on disk to scan",
      "open a folder; open documents are looked at in any case",
    );
  }
  const reports = await scan.run(ProgressLocation.Notification);
  const files = reports.reduce((sum, { report }) => sum + report.files, 0);
  const missed = reports.reduce((sum, { report }) => sum + report.errors.length, 0);
  const totals = findings.totals(setting("marks.lowestTier"));
  const found =
    totals.findings === 0
      ? l10n.t("no credential found")
      : l10n.t("{0} in {1}", credentials(totals.findings), filesOf(totals.files));
  const left = missed === 0 ? "" : ` ${l10n.t("{0} could not be read; the log names them.", filesOf(missed))}`;
  const ways: readonly Way[] =
    totals.findings === 0 ? [] : [{ title: l10n.t("Protect Workspace"), command: "leastkey.protectWorkspace" }];
  notify(log, `${l10n.t("Leastkey: {0}, {1} looked at.", found, filesOf(files))}${left}`, ways);
}
