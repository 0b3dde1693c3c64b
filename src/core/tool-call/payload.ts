import type { AgentCall } from "../verdict.ts";
import type { Fields } from "./json.ts";

/** How an agent wants its answer; hook/answer.ts writes each. */
export type AnswerForm =
  | "nested" // hookSpecificOutput.permissionDecision
  | "codex" // the same, no key more, and never "ask"
  | "flat" // permissionDecision at the top: Copilot's camelCase events
  | "cursor" // permission, or continue for a prompt
  | "decision" // decision and reason: Gemini
  | "antigravity" // decision, always answered
  | "cancel" // Cline: cancel and errorMessage; exit codes are ignored
  | "exit-code" // stderr and exit 2 alone
  | "plugin"; // our own plugin file in the agent's process reads { deny } or { output }

export type Phase =
  | "before" // a tool is about to run
  | "after" // a tool has run; its output can be redacted
  | "prompt" // the user's prompt is about to be sent
  | "other"; // an event that decides nothing: a session starts or ends

/** What one hook payload says, in one vocabulary for all agents. */
export interface Payload {
  readonly form: AnswerForm;
  readonly phase: Phase;
  readonly call: AgentCall;
  /** The tool's input as it was sent, where an agent lets a hook change it before the tool runs. */
  readonly input?: Fields;
  /** What the tool gave, in the agent's own shape; a redacted answer keeps that shape. */
  readonly output?: unknown;
}

/** One family of payload shapes: undefined when the payload is not of this family. */
export type Dialect = (payload: Readonly<Record<string, unknown>>) => Payload | undefined;
