import type { Strength } from "../agents/agent.ts";
import type { Drift } from "../guard/protect.ts";

/** One agent as protection stands for it now. */
export interface AgentGuard {
  readonly id: string;
  readonly title: string;
  /** The best that any of its surfaces in place is worth, and the way around that one. */
  readonly strength: Strength;
  readonly hole: string | undefined;
  /** `written`: its hook is there and was never seen to run. */
  readonly hook: "none" | "written" | "ran";
  /** How long it took when it last answered, in milliseconds, where that is too long. */
  readonly slowMs: number | undefined;
  /** What no surface reaches. */
  readonly remains: string | undefined;
  /** What the user must do before the agent runs what was written. */
  readonly trust: string | undefined;
}

/** Whether the workspace's rules are there, are as they were written, and answer. */
export type Protection =
  | { readonly kind: "unknown" }
  | { readonly kind: "unprotected" }
  | {
      readonly kind: "protected";
      readonly agents: readonly AgentGuard[];
      readonly drift: readonly Drift[];
      /** Why the hook would not answer; undefined when it does. */
      readonly notLive: string | undefined;
    };
