import { l10n } from "./l10n.ts";
import type { ActivityRow } from "./protocol.ts";

/** What a rule is for, and what somebody can do who wants the call to work. */
interface Explanation {
  readonly means: string;
  readonly next: string;
}

const rules: Readonly<Record<string, Explanation>> = {
  "protected-path": {
    means: l10n.t("The file holds a credential, or is of a kind that does, and agents are kept from reading it."),
    next: l10n.t("Move the secret to the vault: the file then holds a reference, and the agent may read it."),
  },
  "protected-tree": {
    means: l10n.t("The command goes through a folder that holds hidden files, and would show what stands in them."),
    next: l10n.t("Search a folder without hidden files, or let the agent use a search tool that leaves them out."),
  },
  tripwire: {
    means: l10n.t("The call itself carried the value of a credential, which Leastkey knows by its fingerprint."),
    next: l10n.t(
      "Find out where it was read (see the related entries), make the credential new, and let the agent use a reference.",
    ),
  },
  "environment-dump": {
    means: l10n.t("The command prints all variables of the environment, and credentials are among them."),
    next: l10n.t("Ask for the names alone: leastkey run -- env | cut -d= -f1 shows no value."),
  },
  unparsable: {
    means: l10n.t("What was called could not be read completely, and what cannot be read is not judged harmless."),
    next: l10n.t("Write the command in a simpler form, or run it yourself."),
  },
  destructive: {
    means: l10n.t("The call deletes or destroys something, with a credential that is allowed to."),
    next: l10n.t("Look at what would be lost, then answer the question or run it yourself."),
  },
  "credential-print": {
    means: l10n.t("A vault, a cloud tool or a credential helper was asked for a credential."),
    next: l10n.t("Use leastkey run with a reference: the program gets the credential and the agent never sees it."),
  },
  "environment-firewall": {
    means: l10n.t("A credential of one environment was to be used by a session of another."),
    next: l10n.t("Start the agent for that environment, or use the credential of this one."),
  },
  "inline-secret": {
    means: l10n.t("The edit would have written a credential into a file in plain text."),
    next: l10n.t("Store it in the vault and write the reference that the refusal names."),
  },
  "user-rule": {
    means: l10n.t("A rule of your own says so: what you once answered for this call counts from then on."),
    next: l10n.t("To take it back: Leastkey: Show My Rules, or leastkey rules remove ID."),
  },
  "guard-failure": {
    means: l10n.t("The guard could not judge or could not record the call, and then refuses it."),
    next: l10n.t("Run leastkey doctor: it names what is wrong on this machine."),
  },
  "guard-tampering": {
    means: l10n.t("The call would have changed or stopped what guards this workspace."),
    next: l10n.t("If you want the rules away, take them out yourself: Leastkey: Restore Workspace Rules."),
  },
  "credential-option": {
    means: l10n.t("A credential stood in the command line, where the process list and the shell's history show it."),
    next: l10n.t("Let the program read it from the environment or from its standard input, and make this one new."),
  },
  "credential-variable": {
    means: l10n.t("The command expands a variable that holds a credential."),
    next: l10n.t("Nothing is wrong with that in itself; leastkey run gives the variable to one program only."),
  },
};

const outcomes: Readonly<Record<ActivityRow["outcome"], string>> = {
  denied: l10n.t("It was refused before it ran; nothing was read or changed."),
  asked: l10n.t("It was held until a human answered the agent's question; the trail does not say what the answer was."),
  allowed: l10n.t("It was let through."),
  done: l10n.t("It was seen, not judged: no hook stands in front of what runs here."),
  failed: l10n.t("It ran and ended with an error."),
  unknown: l10n.t("This version of Leastkey does not know how it ended."),
};

/** Sentences for people, from the record's facts alone. */
export function explanationOf({ rule, outcome, action }: ActivityRow): readonly string[] {
  const known = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  const ended = outcome === "done" && action !== "terminal.command" ? l10n.t("It was done.") : outcomes[outcome];
  if (known === undefined) return [ended];
  return [known.means, ended, known.next];
}
