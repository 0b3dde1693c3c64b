import type { Json } from "../../agents/agent.ts";
import type { Attempt } from "./scenario.ts";

export type Input = Readonly<Record<string, Json>>;
export type Call = readonly [tool: string, input: Input];

/** Where a call comes from: the copy, and ids that differ from call to call. */
export interface Setting {
  readonly root: string;
  readonly session: string;
  readonly number: number;
}

/** How an agent says a neutral attempt: the tool and its input as its hook gets them. `undefined`: it has no such tool. */
export interface Tools {
  readonly read?: (path: string) => Call;
  readonly search?: (attempt: Extract<Attempt, { kind: "search" }>) => Call;
  readonly list?: (attempt: Extract<Attempt, { kind: "list" }>) => Call;
  readonly shell?: (command: string) => Call;
  readonly edit?: (path: string, text: string) => Call;
  readonly mcp?: (tool: string, input: Readonly<Record<string, string>>) => Call;
  readonly fetch?: (url: string) => Call;
  readonly openShell?: () => Call;
  readonly type?: (line: string) => Call;
}

/** What an agent tells its hook, and how it reads the answer. */
export interface Voice {
  readonly agent: string; // registry id
  readonly tools: Tools;
  /** The name of the event for this kind of attempt, as the agent's settings spell it. */
  readonly event: (kind: Attempt["kind"]) => string;
  readonly payload: (call: Call, setting: Setting, event: string) => Input;
  readonly prompt?: (text: string, setting: Setting) => Input;
  /** The event after a call and its payload, where the hook can take values out of a result. */
  readonly after?: {
    readonly event: string;
    readonly payload: (call: Call, setting: Setting, output: string) => Input;
  };
  readonly reads: AnswerReading;
}

/**
 * How the agent reads exit code and output (agent-lab of November 2026, section 6). `nested`, `flat`, `decision`,
 * `cursor`: JSON of that form, and exit code 2; `cancel`: JSON alone; `exit-code`: exit code 2 alone.
 */
export type AnswerReading = "nested" | "flat" | "decision" | "cursor" | "cancel" | "exit-code";

export function callOfAttempt(tools: Tools, attempt: Attempt): Call | undefined {
  switch (attempt.kind) {
    case "read":
      return tools.read?.(attempt.path);
    case "search":
      return tools.search?.(attempt);
    case "list":
      return tools.list?.(attempt);
    case "shell":
      return tools.shell?.(attempt.command);
    case "edit":
      return tools.edit?.(attempt.path, attempt.text);
    case "mcp":
      return tools.mcp?.(attempt.tool, attempt.input);
    case "fetch":
      return tools.fetch?.(attempt.url);
    case "open-shell":
      return tools.openShell?.();
    case "type":
      return tools.type?.(attempt.line);
    case "prompt":
      return undefined;
  }
}
