import { l10n } from "vscode";
import type { EntryRow } from "../audit/read.ts";

/** Why a human should know at once; a hidden file that an agent wanted to read is the guard's daily work. */
const reasons: Readonly<Record<string, string>> = {
  tripwire: l10n.t(
    "its call carried the value of a credential. Find out where it was read, and make the credential new",
  ),
  "environment-firewall": l10n.t("it wanted to use a credential of another environment"),
  "guard-tampering": l10n.t("it wanted to change what guards this workspace"),
  "guard-failure": l10n.t("the guard could not judge the call. Leastkey: Check Protection says what is wrong"),
};

export const isForPeople = ({ rule }: EntryRow): boolean => rule !== undefined && Object.hasOwn(reasons, rule);

/** The message names the agent and why, and nothing of the command. `title` is the agent's. */
export function refusalText({ rule = "" }: EntryRow, title: string): string {
  return l10n.t("Leastkey refused a call of {0}: {1}.", title, reasons[rule] ?? l10n.t("see the panel"));
}
