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
    ["Can do", privilegeWords(classification)],
    ["Environment", environmentWords[classification.environment]],
    ["Valid", expiryWords(classification.expiry)],
    ["How sure", tierWords[finding.tier]],
    ["Who can read it", readers(context)],
  ];
  return [
    `**${plain(findingTitle(finding))}**`,
    rows.map(([label, text]) => `- ${label ?? ""}: ${plain(text ?? "")}`).join("\n"),
    ...reasons(classification.reasons),
    whatToDo(context),
    `${plain(finding.rule)} · fingerprint ${plain(finding.fingerprint)}`,
  ].join("\n\n");
}

function reasons(list: readonly string[]): readonly string[] {
  return list.length === 0 ? [] : [`Why: ${list.map(plain).join("; ")}`];
}

function readers({ protection, isHidden }: CardContext): string {
  const everyone = "every program you run, and whoever gets this file";
  switch (protection.kind) {
    case "unknown":
      return everyone;
    case "unprotected":
      return `${everyone}; every coding agent, nothing keeps one away`;
    case "protected":
      break;
  }
  if (!isHidden) return `${everyone}; every coding agent, the rules do not name this file yet`;
  const agents = protection.agents.map(
    ({ title, strength, hole }) => `${title}: ${strengthWords[strength]}${hole === undefined ? "" : ` (${hole})`}`,
  );
  return [everyone, ...agents].join("; ");
}

function whatToDo({ target, protection, isHidden, canWrite }: CardContext): string {
  const ignore = commandLink("Ignore", "leastkey.ignoreFinding", target);
  if (!canWrite) return ignore;
  const move = commandLink("Move to vault", "leastkey.moveSecretToVault", target);
  const guard =
    protection.kind === "protected" && isHidden
      ? commandLink("Check protection", "leastkey.checkProtection")
      : commandLink("Protect from agents", "leastkey.protectWorkspace");
  return [move, guard, ignore].join(" · ");
}
