import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import { nameOf } from "../core/paths.ts";
import type { Vault } from "../vaults/vault.ts";
import { applyChanges } from "./apply.ts";
import type { MoveReceipt, ReceiptFile } from "./move-plan.ts";
import { type KeptReceipt, type MoveHome, movesOf, workspaceLock, writeReceipt } from "./move-receipts.ts";
import type { Ports } from "./ports.ts";
import { resolveReference } from "./references.ts";
import { type Leftover, restoreFile, type Values } from "./restore-file.ts";

export interface RestoreRequest {
  /** What to put back; "all": everything that was moved out of this workspace. */
  readonly references: readonly string[] | "all";
  readonly vault: Vault;
  readonly home: MoveHome;
}

export interface RestorePlan {
  readonly root: string;
  readonly references: readonly string[];
  readonly changes: readonly FileChange[];
  /** What could not be put back by itself, with the reason. */
  readonly leftovers: readonly Leftover[];
  /** Receipts as they are afterwards; undefined: nothing of it is left. */
  readonly receipts: readonly { readonly path: string; readonly after: MoveReceipt | undefined }[];
}

/** Plans to put values back where they stood: byte for byte in files that are as the move left them. */
export async function planRestore(root: string, ports: Ports, request: RestoreRequest): Promise<RestorePlan> {
  const moves = movesOf(root, ports.files, request.home);
  const wanted = wantedFrom(moves, request.references);
  const values: Values = new Map();
  for (const reference of wanted) values.set(reference, await resolveReference(reference, request.vault));
  const texts = new Map<string, { before: string | undefined; now: string | undefined }>();
  const leftovers: Leftover[] = [];
  const receipts: RestorePlan["receipts"][number][] = [];
  for (const { path, receipt } of moves) {
    if (!receipt.secrets.some(({ reference }) => wanted.has(reference))) continue;
    const files: ReceiptFile[] = [];
    for (const file of receipt.files) {
      const text = texts.get(file.path) ?? {
        before: ports.files.readText(file.path),
        now: ports.files.readText(file.path),
      };
      const done = restoreFile(file, text.now, { values, fingerprinter: ports.fingerprinter });
      texts.set(file.path, { before: text.before, now: done.text });
      leftovers.push(...done.leftovers);
      if (done.file !== undefined) files.push(done.file);
    }
    const secrets = receipt.secrets.filter(({ reference }) => !wanted.has(reference));
    receipts.push({ path, after: secrets.length === 0 ? undefined : { ...receipt, secrets, files } });
  }
  const changes = [...texts]
    .filter(([, { before, now }]) => before !== now)
    .map(([path, { before, now }]): FileChange => ({ path, before, after: now, why: "put credentials back" }))
    .toSorted((a, b) => rank(a) - rank(b));
  return { root, references: [...wanted], changes, leftovers, receipts };
}

/** What reads a variable is on the disk again before what defines it is gone. */
const rank = ({ path }: FileChange): number => (/^\.(?:env|gitignore)/.test(nameOf(path)) ? 1 : 0);

/** Carries a restore out. The values stay in the vault, unless `forget` says that the files are enough. */
export async function carryOutRestore(
  plan: RestorePlan,
  ports: Ports,
  { vault, home, forget = false }: { readonly vault: Vault; readonly home: MoveHome; readonly forget?: boolean },
): Promise<readonly string[]> {
  const written = applyChanges(plan.changes, ports, {
    lock: workspaceLock(plan.root, ports.files, home),
    root: plan.root,
    end: () => {
      for (const { path, after } of plan.receipts) {
        if (after === undefined) ports.files.remove(path);
        else writeReceipt(path, after, ports.files);
      }
    },
    event: {
      action: "restore",
      outcome: "done",
      attribution: "unknown",
      credentials: plan.references,
      paths: plan.changes.map(({ path }) => path),
      workspace: plan.root,
    },
  });
  // Removed only where every file has it back: a value is never in neither place.
  if (forget && plan.leftovers.length === 0) {
    for (const reference of plan.references) await vault.remove(reference);
  }
  return written;
}

function wantedFrom(moves: readonly KeptReceipt[], references: RestoreRequest["references"]): ReadonlySet<string> {
  const moved = new Set(moves.flatMap(({ receipt }) => receipt.secrets.map(({ reference }) => reference)));
  const wanted = references === "all" ? moved : new Set(references);
  const unknown = [...wanted].find((reference) => !moved.has(reference));
  if (unknown !== undefined || wanted.size === 0) {
    throw new LeastkeyError(
      "not-found",
      unknown === undefined
        ? "nothing was moved out of this workspace"
        : `${unknown} was not moved out of this workspace`,
      "its value can be read with: leastkey read REFERENCE",
    );
  }
  return wanted;
}
