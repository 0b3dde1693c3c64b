import { type Fields, fieldsOf } from "../../core/tool-call/json.ts";
import type { AnswerReading } from "./voice.ts";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly timedOut: boolean;
}

/** `broken`: neither a refusal nor a permission; most agents then run the call. */
export type Answer = { readonly kind: "deny" | "ask" | "allow" | "broken"; readonly why: string };

/** What the agent makes of a hook's end, as measured with the real ones (agent-lab of November 2026, section 6). */
export function readAnswer(reads: AnswerReading, ended: Ended): Answer {
  if (ended.timedOut) return { kind: "broken", why: "the hook ran out of time" };
  const body = fieldsOf(parsed(ended.stdout));
  const told = body === undefined ? undefined : decisionIn(body);
  if (reads === "cancel") {
    if (told?.kind === "deny") return told;
    return body === undefined ? { kind: "broken", why: "the hook gave no JSON" } : { kind: "allow", why: "" };
  }
  if (ended.code === 2) return { kind: "deny", why: firstLine(ended.stderr) };
  if (ended.code !== 0) return { kind: "broken", why: `the hook ended with code ${String(ended.code)}` };
  if (reads === "exit-code") return { kind: "allow", why: "" };
  if (ended.stdout.trim() !== "" && body === undefined) return { kind: "broken", why: "the hook's output is no JSON" };
  return told ?? { kind: "allow", why: "" };
}

function decisionIn(body: Fields): Answer | undefined {
  const inner = fieldsOf(body["hookSpecificOutput"]) ?? {};
  const said = [body["permission"], body["permissionDecision"], inner["permissionDecision"], body["decision"]].find(
    (one): one is string => typeof one === "string",
  );
  const why = [
    inner["permissionDecisionReason"],
    body["permissionDecisionReason"],
    body["reason"],
    body["user_message"],
    body["errorMessage"],
  ].find((one): one is string => typeof one === "string");
  if (body["cancel"] === true || body["continue"] === false) return { kind: "deny", why: firstLine(why ?? "") };
  if (said === "deny" || said === "block") return { kind: "deny", why: firstLine(why ?? "") };
  // The call that was tried does not run; the one in its place was judged by the hook from the start.
  if (inner["updatedInput"] !== undefined || body["modifiedArgs"] !== undefined)
    return { kind: "deny", why: firstLine(textIn(inner["additionalContext"], "runs without the protected files")) };
  if (said === "ask" || said === "force_ask") return { kind: "ask", why: firstLine(why ?? "") };
  return undefined;
}

const textIn = (given: unknown, otherwise: string): string => (typeof given === "string" ? given : otherwise);

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 300);

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
