import { l10n } from "vscode";
import type { CommandId } from "../contributions.ts";
import type { Finding } from "../core/finding.ts";
import { commandLink, plain } from "./markdown.ts";
import type { Protection } from "./protection.ts";
import { environmentWords, expiryWords, findingTitle, privilegeWords, strengthWords, tierWords } from "./words.ts";

export interface CardContext {
  /** The argument that the card's links hand to their commands. */
  readonly target: unknown;
  readonly protection: Protection;
  /** Whether the file is among those the rules hide. */
  readonly isHidden: boolean;
  readonly canWrite: boolean; // a trusted folder on disk
}

/** The commands a card may link to; the hover trusts these and no others. */
export const cardCommands: readonly CommandId[] = [
  "leastkey.moveSecretToVault",
  "leastkey.protectWorkspace",
  "leastkey.checkProtection",
  "leastkey.ignoreFinding",
  "leastkey.openAgentActivity",
];

/** What this credential can do, where, until when, who can see it and what to do, in Markdown. Never its value. */
export function findingCard(finding: Finding, context: CardContext): string {
  const { classification } = finding;
  const rows = [
    [l10n.t("Can do"), privilegeWords(classification)],
    [l10n.t("Environment"), environmentWords[classification.environment]],
    [l10n.t("Valid"), expiryWords(classification.expiry)],
    [l10n.t("How sure"), tierWords[finding.tier]],
    [l10n.t("Who can read it"), readers(context)],
  ];
  return [
    `**${plain(findingTitle(finding))}**`,
    rows.map(([label, text]) => `- ${label ?? ""}: ${plain(text ?? "")}`).join("\n"),
    ...reasons(classification.reasons),
    whatToDo(context),
    l10n.t("{0} · fingerprint {1}", plain(finding.rule), plain(finding.fingerprint)),
  ].join("\n\n");
}

function reasons(list: readonly string[]): readonly string[] {
  return list.length === 0 ? [] : [l10n.t("Why: {0}", list.map(plain).join("; "))];
}

function readers({ protection, isHidden }: CardContext): string {
  const everyone = l10n.t("every program you run, and whoever gets this file");
  switch (protection.kind) {
    case "unknown":
      return everyone;
    case "unprotected":
      return l10n.t("{0}; every coding agent, nothing keeps one away", everyone);
    case "protected":
      break;
  }
  if (!isHidden) return l10n.t("{0}; every coding agent, the rules do not name this file yet", everyone);
  const agents = protection.agents.map(
    ({ title, strength, hole }) => `${title}: ${strengthWords[strength]}${hole === undefined ? "" : ` (${hole})`}`,
  );
  return [everyone, ...agents].join("; ");
}

function whatToDo({ target, protection, isHidden, canWrite }: CardContext): string {
  const ignore = commandLink(l10n.t("Ignore"), "leastkey.ignoreFinding", target);
  if (!canWrite) return ignore;
  const move = commandLink(l10n.t("Move to vault"), "leastkey.moveSecretToVault", target);
  const guard =
    protection.kind === "protected" && isHidden
      ? commandLink(l10n.t("Check protection"), "leastkey.checkProtection")
      : commandLink(l10n.t("Protect from agents"), "leastkey.protectWorkspace");
  return [move, guard, ignore].join(" · ");
}
