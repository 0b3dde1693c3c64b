import { env, type LogOutputChannel, l10n, type QuickPickItem, ThemeIcon, Uri, window } from "vscode";
import type { FileChange } from "../core/change.ts";
import type { Files } from "../core/ports.ts";
import type { MovePlan } from "../guard/move-plan.ts";
import { resolverState } from "../guard/move-resolver.ts";
import { notify, type Way } from "./notify.ts";
import { applyAsOneEdit } from "./workspace-edit.ts";

interface Step extends QuickPickItem {
  readonly page?: string;
  readonly copy?: string;
  readonly change?: FileChange;
}

interface Telling {
  readonly files: Files;
  readonly log: LogOutputChannel;
}

/** What was done, and what is left to do. */
export function tellMoved(plan: MovePlan, vault: string, { files, log }: Telling): void {
  // The files have changed since the plan was made, and change again with each step that is chosen.
  const steps = () => stepsOf({ ...plan, resolver: resolverState(files, plan.root, plan.secrets) });
  const see: Way = { title: l10n.t("See What Is Left"), run: () => showSteps(steps()) };
  const rotation = plan.rotation.find(({ page }) => page !== undefined);
  const rotate: readonly Way[] =
    rotation?.page === undefined ? [] : [{ title: l10n.t("Rotate at {0}", rotation.provider), page: rotation.page }];
  log.info(`moved ${plan.secrets.map(({ reference }) => reference).join(", ")}`);
  for (const { place, reason } of plan.refused) log.warn(`not moved: ${place.path}:${String(place.line)}: ${reason}`);
  notify(log, movedText(plan, vault), [see, ...rotate]);
}

/** "STRIPE_SECRET_KEY is in the Leastkey vault now; ..." */
export function movedText({ secrets, refused, resolver }: MovePlan, vault: string): string {
  const names = secrets.map(({ name }) => name).join(", ");
  const moved =
    secrets.length === 1
      ? l10n.t("Leastkey: {0} is in {1} now and out of the files.", names, vault)
      : l10n.t("Leastkey: {0} are in {1} now and out of the files.", names, vault);
  const next =
    resolver.wired === undefined
      ? l10n.t("The program gets it from there when it is started with leastkey run.")
      : l10n.t("{0} already starts the program with the vault.", resolver.wired);
  const old = l10n.t("The old value is still valid until you rotate it.");
  return [moved, next, old, ...leftOut(refused.length)].join(" ");
}

function leftOut(refused: number): readonly string[] {
  if (refused === 0) return [];
  return refused === 1
    ? [l10n.t("1 secret could not be moved; the log says why.")]
    : [l10n.t("{0} secrets could not be moved; the log says why.", refused)];
}

/** Wiring, rotation, and the places that may still hold the old value. */
function stepsOf({ resolver, rotation, remains }: MovePlan): readonly Step[] {
  return [
    ...(resolver.wired === undefined ? resolver.suggestions : []).map(
      ({ title, detail, change }): Step => ({
        label: l10n.t("Start with the vault: {0}", title),
        detail,
        iconPath: new ThemeIcon(change === undefined ? "play" : "edit"),
        ...(change === undefined ? { copy: detail } : { change }),
      }),
    ),
    ...rotation.map(
      ({ provider, detail, page }): Step => ({
        label: l10n.t("Rotate: {0}", provider),
        detail,
        iconPath: new ThemeIcon("sync"),
        ...(page === undefined ? {} : { page }),
      }),
    ),
    ...remains.map(
      ({ where, detail, hint }): Step => ({
        label: l10n.t("Still there: {0}", where),
        detail: `${detail}; ${hint}`,
        iconPath: new ThemeIcon("history"),
      }),
    ),
  ];
}

async function showSteps(steps: readonly Step[]): Promise<void> {
  const placeHolder = l10n.t("Choose one to write it, open its page or copy its text");
  const options = { title: l10n.t("What is left to do"), placeHolder };
  const chosen = await window.showQuickPick(steps, options);
  if (chosen?.change !== undefined) await applyAsOneEdit([chosen.change]);
  else if (chosen?.page !== undefined) await env.openExternal(Uri.parse(chosen.page, true));
  else if (chosen?.copy !== undefined) await env.clipboard.writeText(chosen.copy);
}
