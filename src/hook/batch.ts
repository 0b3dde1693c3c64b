import { fieldsOf } from "../core/tool-call/json.ts";
import type { Answer } from "./answer.ts";

/** More than any pack has; one process must end before its caller gives up on it. */
const mostPayloads = 500;

/**
 * Boundary tests hand over many payloads at once, so that a pack takes seconds and not a process for each: `{ leastkey:
 * { batch: [payload text...] } }`, or that object as the `input` of a plugin's payload. undefined: it is a call of an
 * agent, which never has this key, and whose tools' arguments stand deeper.
 */
export function batchIn(text: string): readonly string[] | undefined {
  if (!text.includes('"leastkey"')) return undefined;
  const body = fieldsOf(parsed(text));
  const own = fieldsOf(body?.["leastkey"]) ?? fieldsOf(fieldsOf(body?.["input"])?.["leastkey"]);
  const batch = own?.["batch"];
  if (!Array.isArray(batch) || batch.length > mostPayloads) return undefined;
  const texts = batch.filter((one): one is string => typeof one === "string");
  return texts.length === batch.length ? texts : undefined;
}

/**
 * Each answer with its time in milliseconds. As a whole it is a refusal in every agent's words: whoever sent a batch in
 * place of a call gets nothing done.
 */
export function batchAnswer(batch: readonly string[], answer: (text: string) => Answer): Answer {
  const answers = batch.map((text) => {
    const started = performance.now();
    const { stdout, stderr, exitCode } = answer(text);
    return { code: exitCode, stdout, stderr, durationMs: Math.round((performance.now() - started) * 10) / 10 };
  });
  const reason = "Leastkey: these are boundary tests and no call of an agent.";
  const body = {
    hookSpecificOutput: { permissionDecision: "deny", permissionDecisionReason: reason },
    permission: "deny",
    permissionDecision: "deny",
    decision: "deny",
    continue: false,
    cancel: true,
    // What a plugin throws is its whole answer.
    deny: JSON.stringify({ answers }),
    answers,
  };
  return { stdout: `${JSON.stringify(body)}\n`, stderr: `${reason}\n`, exitCode: 2 };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
