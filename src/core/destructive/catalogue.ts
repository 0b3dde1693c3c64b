/** What becomes of backups. `gone`: they die with it. `kept`: for a time. Left out: it depends, or nobody says. */
export type Backups = "gone" | "kept" | "none";

interface Death {
  /** What dies, after "destroy": "a volume and its data". */
  readonly dies: string;
  readonly backups?: Backups;
  /** It acts on many things at once. */
  readonly bulk?: true;
}

/**
 * A command. `run`: the program, then its operands in order, "a|b" for either, "*" within a word; words that start with
 * "-" are options that must be there, "--method|-X=DELETE" with that value.
 */
export interface DeadlyCommand extends Death {
  readonly run: string;
  /** Options with which it destroys nothing. */
  readonly unless?: string;
}

/** A request to one of the provider's hosts. `path`: "*" is one part, "**" any number of them. */
export interface DeadlyRequest extends Death {
  readonly method: string;
  readonly path: string;
}

/** A GraphQL mutation by its name. */
export interface DeadlyMutation extends Death {
  readonly name: string;
}

/** Facts of one provider; where they come from stands in `docs`. */
export interface Catalogue {
  readonly id: string;
  readonly title: string;
  /** As passports name it. */
  readonly service: string;
  /** Where its API answers: a credential of this service belongs there. */
  readonly hosts: readonly string[];
  readonly docs: { readonly url: string; readonly checked: string };
  readonly commands: readonly DeadlyCommand[];
  readonly requests?: readonly DeadlyRequest[];
  readonly mutations?: readonly DeadlyMutation[];
}
