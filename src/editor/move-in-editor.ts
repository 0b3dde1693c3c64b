import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { MovePlan } from "../guard/move-plan.ts";
import { receiptPath, writeReceipt } from "../guard/move-receipts.ts";
import type { Ports } from "../guard/ports.ts";
import type { Home } from "../platform/home.ts";
import type { Vault } from "../vaults/vault.ts";
import { applyAsOneEdit } from "./workspace-edit.ts";

/**
 * guard/carry-out-move.ts in the editor: the same order (vault, read back, receipt, files), but the files change by
 * one edit that can be undone. Wherever it stops, a value is in its file, in the vault, or in both.
 */
export async function carryOutInEditor(plan: MovePlan, ports: Ports, vault: Vault, home: Home): Promise<void> {
  if (plan.secrets.length === 0) throw nothingToMove(plan);
  const references = plan.secrets.map(({ reference }) => reference);
  for (const { reference, value } of plan.secrets) {
    await vault.set(reference, value);
    const facts = { attribution: "confirmed", credentials: [reference], workspace: plan.root, tool: "editor" } as const;
    ports.audit.append({ action: "vault.set", outcome: "done", ...facts });
  }
  writeReceipt(receiptPath(plan.receipt, home), plan.receipt, ports.files);
  try {
    await applyAsOneEdit(plan.changes);
  } catch (error) {
    throw withState(error, `the value is safe in the ${vault.title} as well, as ${references.join(", ")}`);
  }
  ports.audit.append({
    action: "move",
    outcome: "done",
    attribution: "confirmed",
    tool: "editor",
    credentials: references,
    paths: plan.changes.map(({ path }) => path),
    workspace: plan.root,
  });
}

function nothingToMove({ refused }: MovePlan): LeastkeyError {
  const [first] = refused;
  return new LeastkeyError(
    "move.refused",
    `nothing can be moved: ${first?.reason ?? "no secret was named"}`,
    first?.hint ?? "put the cursor on a secret that is marked",
  );
}

function withState(error: unknown, state: string): LeastkeyError {
  const isOurs = error instanceof LeastkeyError;
  const code = isOurs ? error.code : "file.unwritable";
  return new LeastkeyError(code, `${messageOf(error)}; ${state}`, isOurs ? error.hint : "try again", error);
}
