import type { Runbook, RunbookLine } from "./runbook.ts";

/** The runbook for an audit's file: the folder by its name, no path of the machine. */
export function runbookMarkdown({ root, at, done, total, lines }: Runbook): string {
  const name = root.slice(root.lastIndexOf("/") + 1);
  return [
    `# Credential runbook: ${escaped(name)}`,
    "",
    `${at.slice(0, 10)}, ${String(done)} of ${String(total)} done.`,
    "",
    ...lines.flatMap(lineText),
    "",
  ].join("\n");
}

function lineText({ title, state, evidence, why, fix }: RunbookLine): readonly string[] {
  const box = state === "done" ? "[x]" : "[ ]";
  const doubt = state === "unknown" ? " (not known)" : "";
  const command = fix.command === undefined ? "" : ` (\`${fix.command}\`)`;
  return [
    `- ${box} **${title}**${doubt}: ${escaped(evidence)}.`,
    ...(state === "done" ? [] : [`  - Why: ${why}.`, `  - To do: ${fix.detail}${command}.`]),
  ];
}

/** File names and labels come from the workspace. */
const escaped = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>|#!]/g, "\\$&");
