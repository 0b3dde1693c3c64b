import { homedir } from "node:os";
import { type LogOutputChannel, window } from "vscode";
import { viewIds } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import { parseVerification, type ReadVerification } from "../guard/parse-verification.ts";
import type { Machine } from "./machine.ts";
import { notify } from "./notify.ts";
import { runCli } from "./run-cli.ts";
import { count } from "./words.ts";

/** Verify Audit Trail: the chain and its signed checkpoints, from the files alone, in a process of its own. */
export async function verifyAuditTrail(machine: Machine, log: LogOutputChannel): Promise<void> {
  const location = { viewId: viewIds.agentActivity };
  const text = await window.withProgress({ location }, () =>
    runCli(machine.programs, ["audit", "verify", "--json"], { cwd: homedir() }),
  );
  const result = parseVerification(text);
  notify(log, verificationText(result), [{ title: "Open Agent Activity", command: "leastkey.openAgentActivity" }]);
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
  if (records === 0) return "Leastkey: the audit trail is empty, so there is nothing to verify.";
  const signed =
    checkpoints === 0
      ? "no signed checkpoint covers them yet"
      : `the first ${String(signedUpTo)} are covered by ${count(checkpoints, "signed checkpoint")}`;
  const linked = records === 1 ? "Its 1 record is" : `All ${String(records)} records are`;
  return `Leastkey: the audit trail verifies. ${linked} linked and unchanged; ${signed}.`;
}
