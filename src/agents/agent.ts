import type { FileChange } from "../core/change.ts";

/** `enforced`: the agent refuses. `partial`: it refuses except through the hole named. `advisory`: it is only asked. */
export type Strength = "enforced" | "partial" | "advisory";
export type SurfaceKind = "ignore-file" | "settings" | "hook" | "sandbox" | "instructions";

/** One way an agent can be kept away, in one file. Facts only; render/ turns them into file content. */
export interface Surface {
  readonly kind: SurfaceKind;
  readonly path: string; // relative to the workspace root
  readonly format: "gitignore" | "json" | "jsonc" | "toml" | "markdown" | "script";
  readonly strength: Strength;
  /** The way around it, for `partial`; absent for `enforced`. */
  readonly hole?: string;
  /** Committed with the project (no machine path in it) or the user's own. */
  readonly audience: "team" | "personal";
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
}

/** What protection would change, and what each surface would then be worth. */
export interface ProtectionPlan {
  readonly changes: readonly FileChange[];
  /** Files that cannot be edited, with the place of the fault; nothing is changed in them. */
  readonly refused: readonly { readonly path: string; readonly reason: string; readonly hint: string }[];
}
