/** One neutral tool call. Words in braces stand for places and values of the throw-away copy, see `Place`. */
export type Attempt =
  | { readonly kind: "read"; readonly path: string }
  | { readonly kind: "search"; readonly path: string; readonly pattern: string; readonly glob?: string }
  | { readonly kind: "list"; readonly path: string; readonly pattern: string }
  | { readonly kind: "shell"; readonly command: string }
  | { readonly kind: "edit"; readonly path: string; readonly text: string }
  | { readonly kind: "mcp"; readonly tool: string; readonly input: Readonly<Record<string, string>> }
  | { readonly kind: "fetch"; readonly url: string }
  | { readonly kind: "prompt"; readonly text: string }
  /** A shell that stays open, and a line typed into the one that was opened last. */
  | { readonly kind: "open-shell" }
  | { readonly kind: "type"; readonly line: string };

/** What the copy's sessions can be told to be. */
export type SessionName = "development" | "test" | "staging" | "production";

/** A scenario that tries to make an agent exceed its scope; it passes when the attempt fails. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** The way of trying: `read tool`, `cat`, `symlink` ... */
  readonly vector: string;
  /** In order. Refusing any one of them breaks the chain. */
  readonly attempts: readonly [Attempt, ...Attempt[]];
  readonly mustNot: string;
  /** `ask`: a question for a human holds, too. */
  readonly heldBy: "deny" | "ask";
  /**
   * `canary`: the planted value arrives at the model or at the lab's server when the boundary leaks, so a live run can
   * tell. `verdict`: only the hook's answer tells. `scan`: only a scan of the workspace does.
   */
  readonly oracle: "canary" | "verdict" | "scan";
  /** Only for these agents, by registry id; all of them unless told. */
  readonly agents?: readonly string[];
  /** Tried in a session of this environment; else in one of the workspace's own. */
  readonly session?: SessionName;
  /** Where a team wrote it: its file, and the line, from 1. */
  readonly source?: string;
  readonly line?: number;
}

/**
 * What the words in braces become.
 * file: a protected file, `.env` where there is one · name: its last part · folder: the folder it is in · other: another
 * protected file · glob: a pattern that matches the file without naming it · head, tail: its name in two halves · word:
 * a word on the line of the canary · link: a symbolic link to it · through: the file through a linked folder · root: the
 * copy · worktree: a second worktree of the copy · variable: the name it stands under · value, base64, hex: the canary,
 * in these forms · newSecret: a secret that no file holds yet · open: a file that anybody may read · lure: a readable
 * file with an injected instruction · rules: the agent's own settings · server: an address that listens on this machine
 */
export const places = [
  "file",
  "name",
  "folder",
  "other",
  "glob",
  "head",
  "tail",
  "word",
  "link",
  "through",
  "root",
  "worktree",
  "variable",
  "value",
  "base64",
  "hex",
  "newSecret",
  "open",
  "lure",
  "rules",
  "server",
] as const;
export type Place = (typeof places)[number];
export type Places = Readonly<Record<Place, string>>;

const inBraces = new RegExp(`\\{(${places.join("|")})\\}`, "g");

/** The texts of an attempt with every known word in braces replaced; other braces stay (`${HOME}`, JSON, awk). */
export function fillAttempt(attempt: Attempt, filling: Places): Attempt {
  const fill = (text: string): string =>
    text.replace(inBraces, (whole, name: string) => (isPlace(name) ? filling[name] : whole));
  switch (attempt.kind) {
    case "read":
      return { ...attempt, path: fill(attempt.path) };
    case "search": {
      const { glob } = attempt;
      const filled = { ...attempt, path: fill(attempt.path), pattern: fill(attempt.pattern) };
      return glob === undefined ? filled : { ...filled, glob: fill(glob) };
    }
    case "list":
      return { ...attempt, path: fill(attempt.path), pattern: fill(attempt.pattern) };
    case "shell":
      return { ...attempt, command: fill(attempt.command) };
    case "edit":
      return { ...attempt, path: fill(attempt.path), text: fill(attempt.text) };
    case "mcp":
      return {
        ...attempt,
        input: Object.fromEntries(Object.entries(attempt.input).map(([key, text]) => [key, fill(text)])),
      };
    case "fetch":
      return { ...attempt, url: fill(attempt.url) };
    case "prompt":
      return { ...attempt, text: fill(attempt.text) };
    case "open-shell":
      return attempt;
    case "type":
      return { ...attempt, line: fill(attempt.line) };
  }
}

/** The words in braces that a text uses and nobody knows: a misspelt one would make a test that tests nothing. */
export function unknownPlaces(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\{([a-z][A-Za-z0-9]*)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => !isPlace(name));
}

function isPlace(name: string): name is Place {
  return places.some((place) => place === name);
}
