import { homedir } from "node:os";
import { type LogOutputChannel, l10n, window } from "vscode";
import { viewIds } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import { parseVerification, type ReadVerification } from "../guard/parse-verification.ts";
import type { Machine } from "./machine.ts";
import { notify } from "./notify.ts";
import { runCli } from "./run-cli.ts";

/** Verify Audit Trail: the chain and its signed checkpoints, from the files alone, in a process of its own. */
export async function verifyAuditTrail(machine: Machine, log: LogOutputChannel): Promise<void> {
  const location = { viewId: viewIds.agentActivity };
  const text = await window.withProgress({ location }, () =>
    runCli(machine.programs, ["audit", "verify", "--json"], { cwd: homedir() }),
  );
  const result = parseVerification(text);
  notify(log, verificationText(result), [
    { title: l10n.t("Open Agent Activity"), command: "leastkey.openAgentActivity" },
  ]);
}

/** What verifying told; throws `audit.broken` with the first record that is wrong. */
export function verificationText({ records, bad, checkpoints, signedUpTo }: ReadVerification): string {
  if (bad !== undefined) {
    throw new LeastkeyError(
      "audit.broken",
      `the audit trail is not as it was written: ${bad.message} (record ${String(bad.sequence)}, line ${String(bad.line)})`,
      "what stands before that record can be trusted, what follows cannot; keep the file and look into who changed it",
    );
  }
  if (records === 0) return l10n.t("Leastkey: the audit trail is empty, so there is nothing to verify.");
  const signed =
    checkpoints === 0
      ? l10n.t("no signed checkpoint covers them yet")
      : l10n.t("signed checkpoints cover the first {0}", signedUpTo);
  const linked =
    records === 1
      ? l10n.t("Its 1 record is linked and unchanged")
      : l10n.t("All {0} records are linked and unchanged", records);
  return l10n.t("Leastkey: the audit trail verifies. {0}; {1}.", linked, signed);
}
