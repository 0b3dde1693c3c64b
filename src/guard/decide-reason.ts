import type { Advice, Concern } from "../core/shell/types.ts";

/** A few names are enough; control characters and lengths in file names are not passed on. */
export function listOf(names: readonly string[]): string {
  const clean = [...new Set(names)].map((name) => name.replace(/[\p{Cc}\uE000-\uE002]/gu, "?").slice(0, 120));
  const shown = clean.slice(0, 3).join(", ");
  return clean.length > 3 ? `${shown} and ${clean.length - 3} more` : shown;
}

/** One sentence for the agent: why not, and what it may do instead. Never the command, never a value. */
export function reasonFor(concern: Pick<Concern, "advice" | "about" | "what">): string {
  return sentences[concern.advice](listOf(concern.about), concern.what ?? "something");
}

const sentences: Readonly<Record<Advice, (about: string, what: string) => string>> = {
  path: (about) =>
    `Leastkey: ${about} holds credentials and is not read by agents; read the example file beside it, run the program with "leastkey run -- COMMAND", or ask the user for what you need.`,
  tree: (about) =>
    `Leastkey: this would go through ${about}, which holds credentials; name the folders you need, leave it out (--exclude, --glob '!NAME'), or list file names only (-l).`,
  "names-only": () =>
    `Leastkey: this prints credentials from the environment; list names only with "env | cut -d= -f1", and use a variable in a command without printing it.`,
  "use-run": (about) =>
    `Leastkey: loading ${about} puts its credentials where any command can print them; start the program with "leastkey run -- COMMAND" instead.`,
  inline: () =>
    "Leastkey: this command could not be understood and names a protected file; write it more simply, without the file.",
  destroys: (_, what) => `Leastkey: this uses a credential to destroy ${what}. Should it run?`,
  overwrites: (about) => `Leastkey: this removes or replaces ${about}, which holds credentials. Should it run?`,
  print: () =>
    'Leastkey: this prints a credential; use it through "leastkey run -- COMMAND", which hands it to the program without showing it.',
  "too-deep": () => "Leastkey: this command is nested too deep to be judged; split it into plain commands.",
};

export const tripwireReason = (label: string): string =>
  `Leastkey: this call carries the value of a known credential (${listOf([label])}); refer to it by its variable or reference and run the command with "leastkey run -- COMMAND".`;

/** Told to the agent beside a search that was let run without some files. */
export const leftOutNote = (about: readonly string[]): string =>
  `Leastkey: this ran without ${listOf(about)}, which holds credentials and is not read by agents.`;

export const inlineSecretReason = (kind: string): string =>
  `Leastkey: this would write a ${kind} into a file; read it from an environment variable and ask the user to keep the value in the vault.`;

export const tamperingReason =
  "Leastkey: this changes or switches off the credential guard of this project, which only the user may do; ask the user to run leastkey protect or leastkey unprotect.";

export const brokenIndexReason = (kind: "torn" | "newer"): string =>
  kind === "newer"
    ? "Leastkey: the index of protected files was written by a newer version, so nothing can be judged; ask the user to update Leastkey."
    : "Leastkey: the index of protected files is damaged, so nothing can be judged; ask the user to run leastkey protect.";

export const brokenRulesReason =
  "Leastkey: the user's own rules cannot be read, so nothing can be judged; ask the user to run leastkey rules.";

export const promptReason = (label: string): string =>
  `Leastkey: the prompt holds the value of a credential (${listOf([label])}), and would send it to the model; take it out and name the credential instead.`;

export const mentionReason = (about: string): string =>
  `Leastkey: the prompt includes ${about}, which holds credentials, and would send it to the model; mention the example file instead.`;
