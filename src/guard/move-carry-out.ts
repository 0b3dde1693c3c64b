import type { AuditEvent } from "../audit/event.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { type Vault, vaultInText } from "../vaults/vault.ts";
import { applyChanges } from "./apply.ts";
import type { MoveOutcome, MovePlan } from "./move-plan.ts";
import { type MoveHome, receiptPath, workspaceLock, writeReceipt } from "./move-receipts.ts";
import type { Ports } from "./ports.ts";

/** Puts a plan's changes in place: the receipt first, then every file, then the event; the paths that changed. */
export type WriteFiles = (plan: MovePlan, ports: Ports, work: FileWork) => Promise<readonly string[]>;

export interface FileWork {
  readonly home: MoveHome;
  readonly receipt: string; // its path
  readonly event: AuditEvent;
}

export interface MoveDestination {
  readonly vault: Vault;
  readonly home: MoveHome;
  /** Who moves, for the trail. */
  readonly by?: Pick<AuditEvent, "attribution" | "tool">;
  /** The editor brings an edit that can be undone; the files on the disk by default. */
  readonly write?: WriteFiles;
}

/**
 * Carries a plan out: every value to the vault, read back and compared; then the receipt and all files. Whatever
 * fails, and wherever the process is killed, a value is in its file, in the vault, or in both.
 */
export async function carryOutMove(
  plan: MovePlan,
  ports: Ports,
  { vault, home, by = { attribution: "unknown" }, write = writeOnDisk }: MoveDestination,
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
  const facts = { ...by, outcome: "done", workspace: plan.root } as const;
  await storeAll(plan, vault, (reference) => {
    ports.audit.append({ ...facts, action: "vault.set", credentials: [reference] });
  });
  const receipt = receiptPath(plan.receipt, home);
  const paths = plan.changes.map(({ path }) => path);
  try {
    const event: AuditEvent = { ...facts, action: "move", credentials: references, paths };
    return { references, written: await write(plan, ports, { home, receipt, event }), receipt };
  } catch (error) {
    throw filesRefused(error, references, vault);
  }
}

/** Under the workspace's lock, and read again at the end. */
const writeOnDisk: WriteFiles = (plan, ports, { home, receipt, event }) => {
  const written = applyChanges(plan.changes, ports, {
    lock: workspaceLock(plan.root, ports.files, home),
    root: plan.root,
    begin: () => {
      writeReceipt(receipt, plan.receipt, ports.files);
    },
    event,
  });
  requireAsPlanned(plan, ports);
  return Promise.resolve(written);
};

async function storeAll(plan: MovePlan, vault: Vault, record: (reference: string) => void): Promise<void> {
  if (vault.setAll !== undefined) {
    await vault.setAll(plan.secrets).catch((error: unknown) => {
      throw withState(error, "no file was changed, and nothing was stored");
    });
    for (const { reference } of plan.secrets) record(reference);
    return;
  }
  const stored: string[] = [];
  for (const { reference, value } of plan.secrets) {
    try {
      await vault.set(reference, value);
      stored.push(reference);
    } catch (error) {
      const so = stored.length === 0 ? "" : `; already stored: ${stored.join(", ")}`;
      throw withState(error, `no file was changed${so}`);
    }
    record(reference);
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
  return withState(error, `the value is safe in ${vaultInText(vault)} as well, under ${where}`);
}

function withState(error: unknown, state: string): LeastkeyError {
  const code = error instanceof LeastkeyError ? error.code : "file.unwritable";
  const hint = error instanceof LeastkeyError ? error.hint : "try again";
  return new LeastkeyError(code, `${messageOf(error)}; ${state}`, hint, error);
}
