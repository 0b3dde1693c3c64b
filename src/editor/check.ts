import { l10n, window } from "vscode";
import { viewIds } from "../contributions.ts";
import { notify, type Way } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { protectedText } from "./protect.ts";
import type { Protection } from "./protection.ts";
import { chosenFolder } from "./trust.ts";

/** Check Protection: are the rules as they were written, and does the hook refuse what it must? */
export async function checkProtection({ guard, log }: Parts): Promise<void> {
  const folder = await chosenFolder();
  await window.withProgress({ location: { viewId: viewIds.agentActivity } }, () => guard.refresh());
  const protection = guard.of(folder.uri);
  for (const line of protectionLines(protection)) log.info(line);
  const repair: Way = {
    title: protection.kind === "protected" ? l10n.t("Repair") : l10n.t("Protect Workspace"),
    command: "leastkey.protectWorkspace",
  };
  const details: Way = { title: l10n.t("Show Details"), command: "leastkey.showLog" };
  const verdict = checkText(protection);
  notify(log, `Leastkey: ${verdict.text}`, verdict.isRight ? [details] : [repair, details]);
}

export function checkText(protection: Protection): { readonly isRight: boolean; readonly text: string } {
  if (protection.kind !== "protected") {
    return { isRight: false, text: l10n.t("this workspace is not protected. No agent has been told to stay away.") };
  }
  const { drift, notLive } = protection;
  if (notLive !== undefined) return { isRight: false, text: l10n.t("the guard is not live: {0}.", notLive) };
  if (drift.length > 0) {
    const names = drift
      .slice(0, 3)
      .map(({ path, reason }) => `${path} (${reason})`)
      .join(", ");
    return {
      isRight: false,
      text: l10n.t(
        "not as protection needs them: {0}.",
        drift.length > 3 ? l10n.t("{0} and {1} more", names, drift.length - 3) : names,
      ),
    };
  }
  return { isRight: true, text: protectedText(protection, 0).replace(/^Leastkey: /, "") };
}

/** The whole truth, a line each, for the log. */
export function protectionLines(protection: Protection): readonly string[] {
  if (protection.kind !== "protected") return [`protection: ${protection.kind}`];
  return [
    ...protection.agents.map(({ title, strength, hole, hook, remains, trust }) =>
      [
        `${title}: ${strength}`,
        ...(hole === undefined ? [] : [`except ${hole}`]),
        hook === "none" ? "no hook" : hook === "ran" ? "hook seen to run" : "hook written, not seen to run yet",
        ...(remains === undefined ? [] : [`not reached: ${remains}`]),
        ...(trust === undefined ? [] : [`to do: ${trust}`]),
      ].join("; "),
    ),
    ...protection.drift.map(({ path, state, reason }) => `${path}: ${state}, ${reason}`),
    ...(protection.notLive === undefined ? [] : [`not live: ${protection.notLive}`]),
  ];
}
