import { callOfTool } from "./call-of-tool.ts";
import { placeOf } from "./claude-family.ts";
import { inputOf, textOf } from "./json.ts";
import type { Dialect } from "./payload.ts";

/** Copilot's camelCase events: toolName and toolArgs (an object; JSON text up to 1.0.71), numeric timestamp, no event. */
export const copilotCli: Dialect = (payload) => {
  if (typeof payload["timestamp"] !== "number" || "hook_event_name" in payload) return undefined;
  const base = { agent: "copilot-cli", ...placeOf(payload) };
  const prompt = textOf(payload["prompt"]);
  if (prompt !== undefined && !("toolName" in payload)) {
    const call = {
      ...base,
      event: "userPromptSubmitted",
      tool: "prompt",
      call: { kind: "prompt", text: prompt } as const,
    };
    return { form: "flat", phase: "prompt", call: { ...call, strings: [prompt] } };
  }
  if (!("toolName" in payload)) {
    const call = { ...base, event: "session", tool: "", call: { kind: "unknown" } as const, strings: [] };
    return "toolArgs" in payload ? undefined : { form: "flat", phase: "other", call };
  }
  const tool = textOf(payload["toolName"]);
  const input = inputOf(payload["toolArgs"]);
  if (tool === undefined || input === undefined) return undefined;
  const output = payload["toolResult"];
  const event = output === undefined ? "preToolUse" : "postToolUse";
  const call = callOfTool(tool, input, { ...base, event });
  if (call === undefined) return undefined;
  return output === undefined
    ? { form: "flat", phase: "before", call, input }
    : { form: "flat", phase: "after", call, output };
};

/** Grok Build: the same names in camelCase with a workspaceRoot (docs.x.ai, November 2026). */
export const grok: Dialect = (payload) => {
  const tool = textOf(payload["toolName"]) ?? textOf(payload["tool_name"]);
  const input = inputOf(payload["toolInput"]);
  const root = textOf(payload["workspaceRoot"]);
  if (tool === undefined || input === undefined || root === undefined) return undefined;
  const event = textOf(payload["hookEventName"]) ?? "PreToolUse";
  const call = callOfTool(tool, input, { agent: "grok-build", event, cwd: root, ...placeOf(payload) });
  if (call === undefined) return undefined;
  return { form: "decision", phase: /post/i.test(event) ? "after" : "before", call };
};
