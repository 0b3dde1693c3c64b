import { type LogOutputChannel, l10n } from "vscode";
import { type ErrorCode, LeastkeyError, messageOf } from "../core/errors.ts";
import { notifyFailure, type Way } from "./notify.ts";

/** The command that gets past a failure, where one does. */
const ways: { readonly [K in ErrorCode]?: Way } = {
  "vault.locked": { title: l10n.t("Unlock Vault"), command: "leastkey.unlockVault" },
  "vault.passphrase": { title: l10n.t("Try Again"), command: "leastkey.unlockVault" },
  "index.unusable": { title: l10n.t("Scan Workspace"), command: "leastkey.scanWorkspace" },
};
const showLog: Way = { title: l10n.t("Show Log"), command: "leastkey.showLog" };

/** Says once, in one sentence and a hint, what went wrong. A cancelled question is no failure and says nothing. */
export function showFailure(error: unknown, what: string, log: LogOutputChannel): void {
  if (!(error instanceof LeastkeyError)) {
    log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
    notifyFailure(log, l10n.t("Leastkey: {0} failed because of a fault in Leastkey. The log says where.", what), [
      showLog,
    ]);
    return;
  }
  if (error.code === "cancelled") {
    log.info(`${what}: cancelled`);
    return;
  }
  log.error(`${what}: ${error.code}: ${error.message} (${error.hint})`);
  const way = ways[error.code];
  notifyFailure(log, sentence(error), way === undefined ? [showLog] : [way, showLog]);
}

/** "Leastkey: what happened. What to do." */
export function sentence(error: LeastkeyError): string {
  return `Leastkey: ${error.message}. ${error.hint.charAt(0).toUpperCase()}${error.hint.slice(1)}.`;
}
