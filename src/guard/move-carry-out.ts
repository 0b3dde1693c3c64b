import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Vault } from "../vaults/vault.ts";
import { applyChanges } from "./apply.ts";
import type { MoveOutcome, MovePlan } from "./move-plan.ts";
import { type MoveHome, receiptPath, workspaceLock, writeReceipt } from "./move-receipts.ts";
import type { Ports } from "./ports.ts";

export interface MoveDestination {
  readonly vault: Vault;
  readonly home: MoveHome;
}

/**
 * Carries a plan out: every value to the vault, read back and compared; then the receipt and all files under the
 * workspace's lock; then the files are read again. Whatever fails, and wherever the process is killed, a value is in
 * its file, in the vault, or in both.
 */
export async function carryOutMove(
  plan: MovePlan,
  ports: Ports,
  { vault, home }: MoveDestination,
): Promise<MoveOutcome> {
  if (plan.secrets.length === 0) {
    const [first] = plan.refused;
    throw new LeastkeyError(
      "move.refused",
      `nothing can be moved: ${first?.reason ?? "no credential was named"}`,
      first?.hint ?? "name a place that leastkey scan reports",
    );
  }
  const references = plan.secrets.map(({ reference }) => reference);
  await storeAll(plan, ports, vault);
  const receipt = receiptPath(plan.receipt, home);
  try {
    const written = applyChanges(plan.changes, ports, {
      lock: workspaceLock(plan.root, ports.files, home),
      root: plan.root,
      begin: () => {
        writeReceipt(receipt, plan.receipt, ports.files);
      },
      event: {
        action: "move",
        outcome: "done",
        attribution: "unknown",
        credentials: references,
        paths: plan.changes.map(({ path }) => path),
        workspace: plan.root,
      },
    });
    requireAsPlanned(plan, ports);
    return { references, written, receipt };
  } catch (error) {
    throw filesRefused(error, references, vault);
  }
}

async function storeAll(plan: MovePlan, ports: Ports, vault: Vault): Promise<void> {
  const stored: string[] = [];
  for (const { reference, value } of plan.secrets) {
    try {
      await vault.set(reference, value);
      stored.push(reference);
    } catch (error) {
      const so = stored.length === 0 ? "" : `; already stored: ${stored.join(", ")}`;
      throw withState(error, `no file was changed${so}`);
    }
    ports.audit.append({
      action: "vault.set",
      outcome: "done",
      attribution: "unknown",
      credentials: [reference],
      workspace: plan.root,
    });
  }
}

/** The edits were verified when planned; what is left to check is that they are what the disk holds. */
function requireAsPlanned({ changes }: MovePlan, { files }: Ports): void {
  const other = changes.find(({ path, after }) => files.readText(path) !== after);
  if (other === undefined) return;
  throw new LeastkeyError(
    "file.changed",
    `${other.path} changed again while it was written`,
    "look at it, then put it back with: leastkey restore",
  );
}

function filesRefused(error: unknown, references: readonly string[], vault: Vault): LeastkeyError {
  const where = references.length === 1 ? (references[0] ?? "") : `${String(references.length)} references`;
  return withState(error, `the value is safe in the ${vault.title} as well, under ${where}`);
}

function withState(error: unknown, state: string): LeastkeyError {
  const code = error instanceof LeastkeyError ? error.code : "file.unwritable";
  const hint = error instanceof LeastkeyError ? error.hint : "try again";
  return new LeastkeyError(code, `${messageOf(error)}; ${state}`, hint, error);
}
