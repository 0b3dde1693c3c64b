import type { ActivityRow } from "./protocol.ts";

/** What a rule is for, and what somebody can do who wants the call to work. */
interface Explanation {
  readonly means: string;
  readonly next: string;
}

const rules: Readonly<Record<string, Explanation>> = {
  "protected-path": {
    means: "The file holds a credential, or is of a kind that does, and agents are kept from reading it.",
    next: "Move the secret to the vault: the file then holds a reference, and the agent may read it.",
  },
  "protected-tree": {
    means: "The command goes through a folder that holds hidden files, and would show what stands in them.",
    next: "Search a folder without hidden files, or let the agent use a search tool that leaves them out.",
  },
  tripwire: {
    means: "The call itself carried the value of a credential, which Leastkey knows by its fingerprint.",
    next: "Find out where it was read (see the related entries), make the credential new, and let the agent use a reference.",
  },
  "environment-dump": {
    means: "The command prints all variables of the environment, and credentials are among them.",
    next: "Ask for the names alone: leastkey run -- env | cut -d= -f1 shows no value.",
  },
  unparsable: {
    means: "What was called could not be read completely, and what cannot be read is not judged harmless.",
    next: "Write the command in a simpler form, or run it yourself.",
  },
  destructive: {
    means: "The call deletes or destroys something, with a credential that is allowed to.",
    next: "Look at what would be lost, then answer the question or run it yourself.",
  },
  "credential-print": {
    means: "A vault, a cloud tool or a credential helper was asked for a credential.",
    next: "Use leastkey run with a reference: the program gets the credential and the agent never sees it.",
  },
  "environment-firewall": {
    means: "A credential of one environment was to be used by a session of another.",
    next: "Start the agent for that environment, or use the credential of this one.",
  },
  "inline-secret": {
    means: "The edit would have written a credential into a file in plain text.",
    next: "Store it in the vault and write the reference that the refusal names.",
  },
  "user-rule": {
    means: "A rule of your own says so: what you once answered for this call counts from then on.",
    next: "To take it back: Leastkey: Show My Rules, or leastkey rules remove ID.",
  },
  "guard-failure": {
    means: "The guard could not judge or could not record the call, and then refuses it.",
    next: "Run leastkey doctor: it names what is wrong on this machine.",
  },
  "guard-tampering": {
    means: "The call would have changed or stopped what guards this workspace.",
    next: "If you want the rules away, take them out yourself: Leastkey: Restore Workspace Rules.",
  },
  "credential-option": {
    means: "A credential stood in the command line, where the process list and the shell's history show it.",
    next: "Let the program read it from the environment or from its standard input, and make this one new.",
  },
  "credential-variable": {
    means: "The command expands a variable that holds a credential.",
    next: "Nothing is wrong with that in itself; leastkey run gives the variable to one program only.",
  },
};

const outcomes: Readonly<Record<ActivityRow["outcome"], string>> = {
  denied: "It was refused before it ran; nothing was read or changed.",
  asked: "It was held until a human answered the agent's question; the trail does not say what the answer was.",
  allowed: "It was let through.",
  done: "It was seen, not judged: no hook stands in front of what runs here.",
  failed: "It ran and ended with an error.",
  unknown: "This version of Leastkey does not know how it ended.",
};

/** Sentences for people, from the record's facts alone. */
export function explanationOf({ rule, outcome, action }: ActivityRow): readonly string[] {
  const known = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  const ended = outcome === "done" && action !== "terminal.command" ? "It was done." : outcomes[outcome];
  if (known === undefined) return [ended];
  return [known.means, ended, known.next];
}
