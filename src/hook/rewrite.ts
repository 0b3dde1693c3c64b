import { globWithout, leaveOut } from "../core/shell/leave-out.ts";
import { callOfTool } from "../core/tool-call/call-of-tool.ts";
import type { Fields } from "../core/tool-call/json.ts";
import type { Payload } from "../core/tool-call/payload.ts";
import type { Verdict } from "../core/verdict.ts";
import { judge } from "../guard/decide.ts";
import type { DecideContext } from "../guard/decide-context.ts";

/** A call that can go on without the protected files: its new input, and what was left out. */
export interface Rewrite {
  readonly input: Fields;
  readonly about: readonly string[];
}

/** Agents seen to run a call with the input that their hook gave it (agents.md 2, 4a and 5, November 2026). */
export function takesRewrites({ form, phase, call }: Pick<Payload, "form" | "phase" | "call">): boolean {
  if (phase !== "before") return false;
  return (
    form === "codex" ||
    (form === "nested" && call.agent === "claude-code") ||
    (form === "flat" && call.agent === "copilot-cli")
  );
}

/**
 * A refused search through a tree, made to leave the protected files out, so that the agent goes on with its task. The
 * new call is judged from the start and must be allowed: nothing rests on the rewriting being right.
 */
export function rewriteOf(payload: Payload, verdict: Verdict, context: DecideContext): Rewrite | undefined {
  const { call, input } = payload;
  if (verdict.kind !== "deny" || verdict.rule !== "protected-tree" || input === undefined) return undefined;
  if (!takesRewrites(payload)) return undefined;
  const next = withoutFiles(payload, input, verdict.about);
  const again = next === undefined ? undefined : callOfTool(call.tool, next, call);
  if (next === undefined || again === undefined || judge(again, context).verdict.kind !== "allow") return undefined;
  return { input: next, about: verdict.about };
}

function withoutFiles({ call }: Payload, input: Fields, about: readonly string[]): Fields | undefined {
  if (call.call.kind === "shell") {
    const { command } = input;
    if (typeof command !== "string" || call.call.commands.length !== 1) return undefined;
    const changed = leaveOut(command, about);
    return changed === undefined ? undefined : { ...input, command: changed };
  }
  if (call.call.kind !== "search" || !/^grep$/i.test(call.tool)) return undefined;
  const given = input["glob"];
  if (given !== undefined && typeof given !== "string") return undefined;
  const glob = globWithout(given, about);
  return glob === undefined ? undefined : { ...input, glob };
}
