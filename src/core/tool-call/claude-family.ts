import type { AgentCall } from "../verdict.ts";
import { callOfTool } from "./call-of-tool.ts";
import { type Fields, inputOf, textOf } from "./json.ts";
import type { AnswerForm, Dialect, Payload, Phase } from "./payload.ts";

/**
 * The shape that Claude Code began and most agents took over: hook_event_name, tool_name, tool_input. Who really calls
 * is told by the fields that only one of them sends (payloads of November 2026); agents load each other's hook files.
 */
export const claudeFamily: Dialect = (payload) => {
  const event = textOf(payload["hook_event_name"]);
  if (event === undefined || "cursor_version" in payload) return undefined;
  const phase = (Object.hasOwn(phases, event.toLowerCase()) ? phases[event.toLowerCase()] : undefined) ?? "other";
  const { agent, form } = callerOf(payload, event);
  const base = { agent, event, ...placeOf(payload) };
  if (phase === "prompt") return promptOf(payload, form, base);
  if (phase === "other") return { form, phase, call: { ...base, tool: "", call: { kind: "unknown" }, strings: [] } };
  const tool = textOf(payload["tool_name"]);
  const input = inputOf(payload["tool_input"]);
  if (tool === undefined || input === undefined) return undefined;
  const call = callOfTool(tool, input, base);
  if (call === undefined) return undefined;
  const output = payload["tool_response"] ?? payload["tool_result"] ?? payload["error"];
  return { form, phase, call, input, ...(output === undefined ? {} : { output }) };
};

const phases: Readonly<Record<string, Phase>> = {
  pretooluse: "before",
  beforetool: "before",
  permissionrequest: "before",
  posttooluse: "after",
  posttoolusefailure: "after",
  aftertool: "after",
  userpromptsubmit: "prompt",
  userpromptsubmitted: "prompt",
  userpromptexpansion: "prompt",
  beforeagent: "prompt",
};

interface Caller {
  readonly agent: string;
  readonly form: AnswerForm;
}

function callerOf(payload: Fields, event: string): Caller {
  const has = (name: string): boolean => name in payload;
  if (/^(?:Before|After)(?:Tool|Agent|Model)/.test(event)) return { agent: "gemini-cli", form: "decision" };
  if (has("turn_id")) return { agent: "codex", form: "codex" };
  if (has("tool_call_id") || payload["permission_mode"] === "yolo") return { agent: "qwen-code", form: "nested" };
  if (has("is_mcp_tool") || has("conversation_id")) return { agent: "augment", form: "nested" };
  if (/^[a-z]/.test(event)) return { agent: "amazon-q", form: "exit-code" };
  if (has("prompt_id") && !has("cwd")) return { agent: "devin", form: "exit-code" };
  if (has("prompt_id") || has("effort")) return { agent: "claude-code", form: "nested" };
  if (has("timestamp")) {
    // The local harness of VS Code names each call; Copilot's runtime does not.
    return has("tool_use_id") || has("transcript_path")
      ? { agent: "copilot", form: "nested" }
      : { agent: "copilot-cli", form: "nested" };
  }
  if (has("tool_use_id")) return { agent: "claude-code", form: "nested" }; // before prompt_id, up to 2.0
  if (has("permission_mode")) return { agent: "factory-droid", form: "nested" };
  if (/^execute_|^fs_/.test(textOf(payload["tool_name"]) ?? "")) return { agent: "kiro", form: "exit-code" };
  return { agent: "claude-code", form: "nested" };
}

export function placeOf(payload: Fields): Pick<AgentCall, "cwd" | "session"> {
  const cwd = textOf(payload["cwd"]);
  const session = ["session_id", "sessionId", "conversation_id"].map((name) => textOf(payload[name])).find(Boolean);
  return { ...(cwd === undefined || cwd === "" ? {} : { cwd }), ...(session === undefined ? {} : { session }) };
}

type Base = Pick<AgentCall, "agent" | "event" | "cwd" | "session">;

function promptOf(payload: Fields, form: AnswerForm, base: Base): Payload | undefined {
  const text = textOf(payload["prompt"]);
  if (text === undefined) return undefined;
  return { form, phase: "prompt", call: { ...base, tool: "prompt", call: { kind: "prompt", text }, strings: [text] } };
}
