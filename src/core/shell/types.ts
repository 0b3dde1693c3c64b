import type {
  AndOr,
  Command,
  CompoundCommand,
  CompoundList,
  Coproc,
  Pipeline,
  Redirected,
  Function as ShellFunction,
  Statement,
} from "unbash";
import type { Destroyed } from "../destructive/destroyed.ts";
import type { VerdictRule } from "../verdict.ts";

/** A path that may not be read, as a shell command reached it. */
export interface Guarded {
  readonly path: string; // absolute
  readonly name: string; // for people: relative to the workspace
  readonly because: "name" | "finding" | "user" | "own"; // own: Leastkey's, which nobody else writes
}

/** What the shell's reader asks of the disk and of the index. Paths are absolute; patterns hold the marks below. */
export interface ShellWorld {
  readonly home: string;
  /** Whether the agent's own environment may hold credentials. */
  credentialsInEnvironment(): boolean;
  protects(path: string): Guarded | undefined;
  /** What a pattern could name. */
  matching(pattern: string): readonly Guarded[];
  /** Protected files in a folder and below. */
  under(folder: string): readonly Guarded[];
  kind(path: string): "file" | "directory" | undefined;
  /** The text of a program's file; undefined when there is none, or it is too large or no text. */
  script?(path: string): string | undefined;
  /** Whether git holds the file as it is on the disk now. */
  unchanged?(path: string): boolean;
  /** Whether the time for a decision is up. */
  isLate?(): boolean;
  /** Whether git follows the file; true when that cannot be told. */
  tracked(path: string): boolean;
}

/** Any text at all: what an expansion gives that cannot be known. */
export const unknownText = "\uE000";
/** `*` and `?` of a glob: no slash, and no leading dot. */
export const anyName = "\uE001";
export const anyLetter = "\uE002";
export const marks = /[\uE000\uE001\uE002]/;

/** What a refused agent may do instead; guard/decide-reason.ts has the sentence. */
export type Advice =
  | "path"
  | "tree"
  | "names-only"
  | "use-run"
  | "inline"
  | "destroys"
  | "overwrites"
  | "print"
  | "too-deep";

export interface Concern {
  readonly rule: VerdictRule;
  readonly about: readonly string[];
  readonly advice: Advice;
  readonly ask?: boolean;
  /** For "destroys": what dies. */
  readonly what?: string;
  /** For "destroys", where the catalogue knows it. */
  readonly destroyed?: Destroyed;
}

/** Texts known to go down a pipe or come out of a substitution; undefined: cannot be known. */
export type Names = readonly string[] | undefined;

/** One argument: what it may be. More than one after `if`, a loop or a brace list. */
export type Alternatives = readonly string[];

/** What can be run, of all that a script's tree holds. */
export type Runnable =
  | Statement
  | CompoundList
  | AndOr
  | Pipeline
  | Command
  | CompoundCommand
  | Redirected
  | ShellFunction
  | Coproc;

export interface Scope {
  readonly variables: Map<string, Alternatives>;
  readonly functions: Map<string, Runnable>;
  positional: readonly Alternatives[];
  cwd: string | undefined;
}

export interface Invocation {
  readonly argv: readonly Alternatives[];
  readonly scope: Scope;
  readonly stdin: Names;
  /** The program's text when it stands on stdin: a heredoc, a here-string. */
  readonly stdinText: readonly string[];
  /** The command as it was written, variables and all. */
  readonly raw: string;
  /** Where its output goes in the pipe: `env | cut -d= -f1` lists names only. */
  readonly next: readonly string[] | undefined;
}

/** One examination: the recursion's shared state. */
export interface Run {
  readonly world: ShellWorld;
  readonly concerns: Concern[];
  /** Every word as it will reach a program, variables filled in: for the tripwire. */
  readonly strings: string[];
  depth: number;
  steps: number;
  script(source: string, scope: Scope, stdin: Names): Names;
  invoke(invocation: Invocation): Names;
}

export function cloneScope(scope: Scope): Scope {
  return {
    variables: new Map(scope.variables),
    functions: new Map(scope.functions),
    positional: scope.positional,
    cwd: scope.cwd,
  };
}
