import { l10n, ProgressLocation, window, workspace } from "vscode";
import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import { movesOf } from "../guard/move-receipts.ts";
import { carryOutRestore, planRestore, type RestorePlan } from "../guard/restore.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { parseReferenceArgument } from "./reference-argument.ts";
import { chosenFolder } from "./trust.ts";
import { files } from "./words.ts";

/** Put Secret Back: the value returns to where it stood; it stays in the vault too. */
export async function putSecretBack(argument: unknown, parts: Parts): Promise<void> {
  const { machine, previews, log } = parts;
  const folder = await chosenFolder();
  const root = folder.uri.fsPath;
  const ports = await machine.ports();
  const reference = parseReferenceArgument(argument) ?? (await chosenReference(root, parts));
  const vault = await machine.vaults();
  const request = { references: [reference], vault, home: machine.home };
  const plan = await planRestore(root, ports, request);
  requireSaved(plan.changes);
  if (plan.changes.length === 0) throw nothingToPutBack(plan);
  await previews.ask({
    title: l10n.t("Put {0} back", reference),
    agree: (what) => l10n.t("Change {0}", what),
    root,
    changes: plan.changes,
    refused: plan.leftovers,
    notes: [l10n.t("The value will stand in plain text again.")],
    withoutDiffs: true,
  });
  const written = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Leastkey: putting back") },
    () => carryOutRestore(plan, ports, { vault, home: machine.home }),
  );
  notify(log, l10n.t("Leastkey: {0} stands in {1} again. It is in the vault too.", reference, files(written.length)));
}

async function chosenReference(root: string, { machine }: Parts): Promise<string> {
  const { files } = await machine.ports();
  const moved = movesOf(root, files, machine.home).flatMap(({ receipt }) =>
    receipt.secrets.map(({ reference, name }) => ({
      label: name,
      description: reference,
      detail: when(receipt.moved),
    })),
  );
  if (moved.length === 0) {
    throw new LeastkeyError(
      "not-found",
      "no secret was moved out of this workspace",
      "values of the vault can be read with: leastkey read REFERENCE",
    );
  }
  const chosen = await window.showQuickPick(moved, {
    title: l10n.t("Put which secret back?"),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no secret was chosen", "nothing was changed");
  return chosen.description;
}

const when = (moved: string): string => `moved ${new Date(moved).toLocaleString()}`;

/** Files are written on the disk; text that is not saved would be lost or would overwrite them. */
function requireSaved(changes: readonly FileChange[]): void {
  const paths = new Set(changes.map(({ path }) => path));
  const dirty = workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && paths.has(uri.fsPath.replaceAll("\\", "/")),
  );
  if (dirty === undefined) return;
  throw new LeastkeyError(
    "file.changed",
    `${workspace.asRelativePath(dirty.uri)} has changes that are not saved`,
    "save or revert it, then run the command again",
  );
}

function nothingToPutBack({ leftovers }: RestorePlan): LeastkeyError {
  const [first] = leftovers;
  return new LeastkeyError(
    "not-found",
    first === undefined ? "every file has this value already" : first.reason,
    first?.hint ?? "nothing is left to do",
  );
}
