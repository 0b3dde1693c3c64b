import type { AnswerForm, Payload } from "../core/tool-call/payload.ts";
import type { Verdict } from "../core/verdict.ts";
import { leftOutNote } from "../guard/decide-reason.ts";
import type { Rewrite } from "./rewrite.ts";

/** What the hook prints and with which code it ends. Whatever else would reach stdout makes agents ignore the answer. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
}

type Json = Readonly<Record<string, unknown>>;

const answered = (body: Json | undefined, exitCode: 0 | 2 = 0, reason = ""): Answer => ({
  stdout: body === undefined ? "" : `${JSON.stringify(body)}\n`,
  stderr: reason === "" ? "" : `${reason}\n`,
  exitCode,
});

/** The answer for a payload that could be read. Forms: agents.md 1.1 and 1.2, agent-lab.md 6 (November 2026). */
export function answerTo(payload: Pick<Payload, "form" | "phase" | "call">, verdict: Verdict): Answer {
  switch (verdict.kind) {
    case "allow":
      return allowed(payload);
    case "ask":
      return canAsk(payload) ? asked(payload, verdict.question) : denied(payload, askTheUser(verdict.question));
    case "deny":
      return denied(payload, verdict.reason);
  }
}

/** The answer when nothing is known of the caller: exit code 2 with a reason blocks nearly everywhere. */
export function refusal(reason: string, form: AnswerForm = "exit-code"): Answer {
  return denied({ form, phase: "before", call: { event: "PreToolUse" } }, reason);
}

/** Codex runs the command on "ask", Cursor's tools and Cline know no question: these get a refusal that names the user. */
function canAsk({ form, phase, call }: Pick<Payload, "form" | "phase" | "call">): boolean {
  if (phase !== "before") return false;
  if (form === "cursor") return call.event === "beforeShellExecution" || call.event === "beforeMCPExecution";
  return form === "nested" || form === "flat" || form === "antigravity";
}

const askTheUser = (question: string): string =>
  `${question.replace(/ (?:Should it run|Is it no real secret)\?$/, "")} The user has to do this themselves or confirm it; ask them.`;

function allowed({ form, phase }: Pick<Payload, "form" | "phase">): Answer {
  switch (form) {
    case "cursor":
      return answered(phase === "prompt" ? { continue: true } : phase === "before" ? { permission: "allow" } : {});
    case "antigravity":
      return answered({ decision: "allow" });
    case "cancel":
      return answered({ cancel: false });
    case "nested":
    case "codex":
    case "flat":
    case "decision":
    case "exit-code":
    case "plugin":
      return answered(undefined);
  }
}

function asked({ form, call }: Pick<Payload, "form" | "call">, question: string): Answer {
  switch (form) {
    case "cursor":
      return answered({ permission: "ask", user_message: question, agent_message: question });
    case "antigravity":
      return answered({ decision: "force_ask", reason: question });
    case "flat":
      return answered({ permissionDecision: "ask", permissionDecisionReason: question });
    case "nested":
    case "codex":
    case "decision":
    case "cancel":
    case "exit-code":
    case "plugin":
      return answered(nested(call.event, "ask", question));
  }
}

const nested = (event: string, decision: "ask" | "deny", reason: string): Json => ({
  hookSpecificOutput: {
    hookEventName: event,
    permissionDecision: decision,
    permissionDecisionReason: reason,
  },
});

type Denied = Pick<Payload, "form" | "phase"> & { readonly call: { readonly event: string } };

function denied({ form, phase, call }: Denied, reason: string): Answer {
  switch (form) {
    case "cursor":
      return phase === "prompt"
        ? answered({ continue: false, user_message: reason })
        : answered({ permission: "deny", user_message: reason, agent_message: reason }, 2, reason);
    case "antigravity":
      return answered({ decision: "deny", reason });
    case "cancel":
      return answered({ cancel: true, errorMessage: reason });
    case "flat":
      // Exit code 2 blocks too, but the model then sees "hook exited with code 2" and no reason.
      return answered({ permissionDecision: "deny", permissionDecisionReason: reason });
    case "decision":
      return answered({ decision: "deny", reason }, 2, reason);
    case "nested":
    case "codex":
      return answered(
        phase === "before" ? nested(call.event, "deny", reason) : { decision: "block", reason },
        2,
        reason,
      );
    case "exit-code":
      return answered(undefined, 2, reason);
    case "plugin":
      return answered({ deny: reason }, 2, reason);
  }
}

/**
 * The call goes on with another input. Claude Code takes that without a permission, so that its own question is still
 * asked; Codex and Copilot want one with it, for what can only be a search.
 */
export function rewrittenAnswer({ form, call }: Payload, { input, about }: Rewrite): Answer {
  const additionalContext = leftOutNote(about);
  if (form === "flat") return answered({ permissionDecision: "allow", modifiedArgs: input });
  return answered({
    hookSpecificOutput: {
      hookEventName: call.event,
      ...(form === "codex" ? { permissionDecision: "allow" } : {}),
      updatedInput: input,
      additionalContext,
    },
  });
}

/** A tool's output with the values taken out, in the one form each agent takes; undefined where it takes none. */
export function redactedAnswer({ form, call }: Payload, output: unknown): Answer | undefined {
  switch (form) {
    case "nested":
      if (call.event === "PostToolUseFailure") return undefined;
      return answered({ hookSpecificOutput: { hookEventName: call.event, updatedToolOutput: output } });
    case "flat":
      return answered({ modifiedResult: output });
    case "codex":
    case "decision": {
      const reason = typeof output === "string" ? output : JSON.stringify(output);
      return answered(form === "codex" ? { decision: "block", reason } : { decision: "deny", reason });
    }
    case "cursor":
      return answered({ updated_mcp_tool_output: output });
    case "plugin":
      return answered({ output });
    case "antigravity":
    case "cancel":
    case "exit-code":
      return undefined;
  }
}
