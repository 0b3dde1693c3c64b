import type { Question } from "./asker.ts";
import { describePattern, describeUse } from "./pattern.ts";

/** Control characters, and those that turn the direction of text, would let a command look like another. */
const deceiving = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const plain = (text: string): string =>
  text.replaceAll(deceiving, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

const sure = {
  confirmed: "",
  likely: " (by what its environment says)",
  unknown: " (nothing says who it is)",
} as const;

/** What a human reads before they answer: who, the literal command or request, what it can reach, why asked. */
export function questionLines(question: Question): readonly string[] {
  const { agent, certainty, credential, service, environment, use, purpose, reason, dies, cwd } = question;
  const what = use.kind === "pattern" ? describePattern(use.pattern) : describeUse(use);
  const isOpen = use.kind === "pattern" ? " (* stands for anything)" : "";
  const isRun = use.kind === "command" || (use.kind === "pattern" && use.pattern.kind === "command");
  return [
    `${agent}${sure[certainty]} wants to use ${credential} (${service}, ${environment})`,
    `  ${isRun ? "command" : "request"}: ${what}${isOpen}`,
    ...(cwd === undefined ? [] : [`  in: ${cwd}`]),
    ...(purpose === undefined ? [] : [`  it says it is for: ${purpose}`]),
    ...(dies === undefined ? [] : [`  THIS DESTROYS: ${dies}`]),
    ...(isRun ? ["  the command can do all that the credential can, and can read it"] : []),
    `  asked because ${reason}`,
  ].map(plain);
}
