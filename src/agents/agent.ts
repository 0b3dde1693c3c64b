import type { FileChange } from "../core/change.ts";
import type { GlobDialect } from "./render/patterns.ts";

/** `enforced`: the agent refuses. `partial`: it refuses except through the hole named. `advisory`: it is only asked. */
export type Strength = "enforced" | "partial" | "advisory";
/** `tools`: our MCP server, by which the agent uses credentials without seeing them. */
type SurfaceKind = "ignore-file" | "settings" | "hook" | "sandbox" | "instructions" | "tools";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface OnRequest {
  /** What the agent wants on this machine before it works, said when it is written. */
  readonly needs: string;
  /** What stands open as long as it is not written. */
  readonly without: string;
}

interface SurfaceFacts {
  readonly kind: SurfaceKind;
  readonly path: string; // relative to the workspace root
  readonly strength: Strength;
  /** The way around it, for `partial` and `advisory`; absent for `enforced`. */
  readonly hole?: string;
  /** The user's own file of the same form that the agent reads as well, and leaves out of git; below the root too. */
  readonly personal?: string;
  /** Written where the user asks for it alone, since it changes what every command of the agent may do: its sandbox. */
  readonly onRequest?: OnRequest;
}

/** A marked block of gitignore lines. */
export interface IgnoreFile extends SurfaceFacts {
  readonly format: "gitignore";
}

/** One thing written into a JSON file. */
export type JsonWrite =
  /** A marked run of entries in a list, one per protected path: `Read(/src/payments.ts)`. */
  | {
      readonly kind: "list";
      readonly at: readonly string[];
      readonly dialect: GlobDialect;
      readonly wrap: readonly [string, string];
    }
  /** A marked run of keys in an object, one per protected path: `"src/payments.ts": "deny"`. */
  | {
      readonly kind: "map";
      readonly at: readonly string[];
      readonly dialect: GlobDialect;
      readonly wrap?: readonly [string, string];
      readonly value: Json;
    }
  /** Our MCP server under its name, beside the user's own. `at`: the object that holds servers. */
  | { readonly kind: "server"; readonly at: readonly string[]; readonly value: Json }
  /** A value that we need as it is, and take out again; a user's own value stays and is told. */
  | { readonly kind: "switch"; readonly at: readonly string[]; readonly value: Json }
  /** A value that the agent wants to be there; a user's own value stays. */
  | { readonly kind: "default"; readonly at: readonly string[]; readonly value: Json };

/** JSON or JSONC: comments, order and indentation stay. */
interface JsonSettings extends SurfaceFacts {
  readonly format: "json" | "jsonc";
  readonly writes: readonly [JsonWrite, ...JsonWrite[]];
}

export interface HookEvent {
  readonly name: string;
  readonly matcher?: string;
}

/** How the agent's hook entries look; render/hook-entries.ts makes them. */
export interface HookFacts {
  /** `nested`: {matcher, hooks: [{command}]}. `flat`: {matcher, command}. `listed`: one list, each entry names its event. */
  readonly layout: "nested" | "flat" | "listed";
  /** Where the events stand: `["hooks"]`. */
  readonly root: readonly string[];
  readonly events: readonly [HookEvent, ...HookEvent[]];
  /** Keys that take a POSIX shell command. */
  readonly posix: readonly [string, ...string[]];
  /** Keys that take a script for PowerShell. */
  readonly powershell?: readonly string[];
  /** Keys that take a whole Windows command line. */
  readonly windows?: readonly string[];
  /** Agents count in different units; ten seconds is written in the right one. */
  readonly timeout?: { readonly field: string; readonly unit: "s" | "ms" };
  /** Keys of each command: `onFailure`, `failClosed`. */
  readonly extra?: { readonly [key: string]: Json };
  /** Keys of the file itself, where nothing is set: `version`. */
  readonly defaults?: { readonly [key: string]: Json };
  /** Under whose name the launcher is called, where agents share the file; the agent's own unless given. */
  readonly caller?: string;
  /** What must be on stdout for a call to pass where Leastkey is not installed; most agents want nothing. */
  readonly pass?: string;
}

interface JsonHooks extends SurfaceFacts {
  readonly format: "json";
  readonly hooks: HookFacts;
}

/** A block of top-level keys and a block of tables; TOML lets no key follow a table. */
export interface TomlSettings extends SurfaceFacts {
  readonly format: "toml";
  readonly top: readonly string[];
  readonly tables: readonly string[];
  /** The table that the protected paths are keys of, the last in the block. */
  readonly paths: { readonly table: string; readonly lines: readonly string[]; readonly value: string };
  readonly dialect: GlobDialect;
  /** A user's own value of one of these top-level keys cannot be shared. */
  readonly conflicts: readonly string[];
}

/** A marked section in a file that the agent reads as its rules. */
export interface Instructions extends SurfaceFacts {
  readonly format: "markdown";
  /** What stands above the section in a file that is ours alone: front matter. */
  readonly head?: string;
}

/** A file that is ours alone and runs in or for the agent. */
export interface ScriptFile extends SurfaceFacts {
  readonly format: "script";
  readonly script: "opencode-plugin" | "amp-plugin" | "pi-extension" | "cline-hook";
  readonly mode?: number;
}

/** One way an agent can be kept away, in one file. Facts only; render/ turns them into file content. */
export type Surface = IgnoreFile | JsonSettings | JsonHooks | TomlSettings | Instructions | ScriptFile;

/** A setting of an agent that switches its hooks off where it has this value. */
export interface HookSwitch {
  readonly paths: readonly [string, ...string[]]; // relative to the workspace root; the agent heeds it in each
  readonly key: string;
  readonly value: Json;
}

export interface Agent {
  readonly id: string; // the file's name
  readonly title: string;
  readonly docs: { readonly url: string; readonly checked: string };
  readonly surfaces: readonly [Surface, ...Surface[]];
  /** Environment variables (name, or name=prefix of the value) that mark a shell started by this agent. */
  readonly marks: readonly string[];
  /** Files or folders in a workspace that show the agent is used there. */
  readonly traces: readonly string[];
  /** What no surface of this agent reaches, whatever is written. */
  readonly remains?: string;
  /** Files of a workspace that the agent loads into its own environment when it starts. */
  readonly loadsDotenv?: readonly string[];
  /** What switches the hooks of this agent off, in a file of the workspace. */
  readonly hookSwitch?: HookSwitch;
  /** How the user makes the agent run what was written, where it asks for trust first. */
  readonly trust?: string;
}

/** Where a file still is as it was left, its exact original is `after` without these ranges. */
export interface Receipt {
  readonly path: string; // absolute
  /** Hash of the content that was written. */
  readonly hash: string;
  /** UTF-16 ranges of the written content that are ours: [start, end). */
  readonly ours: readonly (readonly [number, number])[];
  /** There was no file before. */
  readonly created: boolean;
  /** The switches in it that were not there before, as `a.b`: a value has no room for a mark. */
  readonly switches?: readonly string[];
  /** Folders that were made for it, outermost first; absolute. */
  readonly folders: readonly string[];
}

export interface Refusal {
  readonly path: string;
  readonly reason: string;
  readonly hint: string;
}

/** What protection would change, and what each surface would then be worth. */
export interface ProtectionPlan {
  readonly changes: readonly FileChange[];
  /** Files that cannot be edited, with the place of the fault; nothing is changed in them. */
  readonly refused: readonly Refusal[];
  /** How to take each written file back exactly. */
  readonly receipts: readonly Receipt[];
  /** Folders to remove where they are empty afterwards; innermost first. */
  readonly folders: readonly string[];
  /** What agents want on this machine for what would be written, for people. */
  readonly needs: readonly string[];
}
