import { l10n, ProgressLocation, type TextDocument, type Uri, window } from "vscode";
import { detectText } from "../core/detect/engine.ts";
import { LeastkeyError } from "../core/errors.ts";
import { bearsSecrets, type Detection } from "../core/finding.ts";
import { planMove } from "../guard/move.ts";
import { carryOutMove } from "../guard/move-carry-out.ts";
import type { MovePlan } from "../guard/move-plan.ts";
import type { Ports } from "../guard/ports.ts";
import { gitHistory } from "../platform/git-history.ts";
import { placeOf } from "./folders.ts";
import { followMove } from "./follow-move.ts";
import { documentOf, findingOf, type Locator } from "./locate.ts";
import { tellMoved } from "./move-told.ts";
import { withOpenTexts } from "./open-texts.ts";
import type { Parts } from "./parts.ts";
import { requireTrust } from "./trust.ts";
import { chosenVault } from "./vault-choice.ts";
import { showVaultState } from "./vault-session.ts";
import { writeAsOneEdit } from "./write-as-one-edit.ts";

/** Move Secret to Vault: every place of that value in the file. */
export async function moveSecretToVault(argument: unknown, parts: Parts, locator: Locator): Promise<void> {
  requireTrust();
  const { document, finding } = await findingOf(argument, locator);
  const { fingerprinter } = await parts.machine.ports();
  const isMeant = ({ value }: Detection): boolean => fingerprinter.fingerprint(value) === finding.fingerprint;
  await move(document, parts, isMeant, false);
}

/** Move All Secrets in File to Vault: shows the plan first, since it touches more than what the user looked at. */
export async function moveAllSecretsInFile(argument: unknown, parts: Parts, locator: Locator): Promise<void> {
  requireTrust();
  const document = await documentOf(argument, locator);
  await move(document, parts, ({ tier }) => bearsSecrets(tier), true);
}

async function move(
  document: TextDocument,
  parts: Parts,
  isMeant: (detection: Detection) => boolean,
  isShownFirst: boolean,
): Promise<void> {
  const { machine, documents, log } = parts;
  const { root, path } = placeOnDisk(document.uri);
  const vault = await chosenVault(machine);
  const real = await machine.ports();
  const ports: Ports = { ...real, files: withOpenTexts(real.files) };
  const detections = detectText(path, ports.files.readText(document.uri.fsPath) ?? "").filter(isMeant);
  if (detections.length === 0) throw gone(path);
  const planned = window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Leastkey: planning the move") },
    () =>
      planMove(root, ports, {
        detections,
        workspace: copiesOf(detections, root, parts, ports),
        vault,
        history: (file, value) => gitHistory(root, file, value),
      }),
  );
  const plan = await planned;
  if (isShownFirst && plan.changes.length > 0) await agree(plan, parts);
  await window.withProgress({ location: ProgressLocation.Window, title: l10n.t("Leastkey: moving to the vault") }, () =>
    carryOutMove(plan, real, {
      vault,
      home: machine.home,
      by: { attribution: "confirmed", tool: "editor" },
      write: writeAsOneEdit,
    }),
  );
  await showVaultState(machine, (await machine.vault()).status().unlocked);
  await documents.settled(document);
  await followMove(plan, parts);
  tellMoved(plan, vault.id === "embedded" ? l10n.t("the Leastkey vault") : vault.title, { files: real.files, log });
}

async function agree(plan: MovePlan, { previews }: Parts): Promise<void> {
  const refused = plan.refused.map(({ place, reason, hint }) => ({
    path: `${plan.root}/${place.path}`,
    reason: l10n.t("line {0}: {1}", place.line, reason),
    hint,
  }));
  const { length } = plan.secrets;
  const title = length === 1 ? l10n.t("Move 1 secret to the vault") : l10n.t("Move {0} secrets to the vault", length);
  await previews.ask({
    title,
    agree: (what) => l10n.t("Move and change {0}", what),
    root: plan.root,
    changes: plan.changes,
    refused,
  });
}

function placeOnDisk(uri: Uri): { readonly root: string; readonly path: string } {
  const place = placeOf(uri);
  if (place !== undefined) return { root: place.folder.uri.fsPath.replaceAll("\\", "/"), path: place.path };
  throw new LeastkeyError(
    "move.refused",
    "the file does not lie in an open folder, so no .env and no resolver belongs to it",
    "open the folder of its project",
  );
}

function gone(path: string): LeastkeyError {
  return new LeastkeyError("not-found", `the secret is no longer in ${path}`, "look at the file's marks again");
}

/** The same values elsewhere in the workspace, by what is known of other files: to say so, not to change them. */
function copiesOf(
  detections: readonly Detection[],
  root: string,
  { findings }: Parts,
  ports: Ports,
): readonly Detection[] {
  const wanted = new Set(detections.map(({ value }) => ports.fingerprinter.fingerprint(value)));
  const holding = findings.files().filter((file) => file.findings.some(({ fingerprint }) => wanted.has(fingerprint)));
  const others = holding.flatMap(({ uri }) => {
    const place = placeOf(uri);
    const text = place === undefined ? undefined : ports.files.readText(`${root}/${place.path}`);
    return place === undefined || text === undefined ? [] : detectText(place.path, text);
  });
  return others.filter(({ value }) => wanted.has(ports.fingerprinter.fingerprint(value)));
}
