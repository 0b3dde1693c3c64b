import type { Strength } from "../agents/agent.ts";

/** One agent as protection stands for it now. */
export interface AgentGuard {
  readonly id: string;
  readonly title: string;
  /** The best that any of its surfaces in place is worth. */
  readonly strength: Strength;
  readonly hole: string | undefined;
  /** undefined: this agent has no hook here, or it has not run yet. */
  readonly isHookLive: boolean | undefined;
}

/** Whether the workspace's rules are there, are as they were written, and answer. */
export type Protection =
  | { readonly kind: "unknown" }
  | { readonly kind: "unprotected" }
  | {
      readonly kind: "protected";
      readonly agents: readonly AgentGuard[];
      /** Files whose rules differ from what protection would write. */
      readonly drift: readonly string[];
      /** Files that cannot be edited, and why. */
      readonly refused: readonly { readonly path: string; readonly reason: string; readonly hint: string }[];
      /** Why the hook would not answer; undefined when it does. */
      readonly notLive: string | undefined;
    };
