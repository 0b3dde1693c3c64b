import type { AgentCall } from "../verdict.ts";
import { callOfTool } from "./call-of-tool.ts";
import { placeOf } from "./claude-family.ts";
import { type Fields, fieldsOf, inputOf, textOf, textsOf } from "./json.ts";
import type { AnswerForm, Dialect, Payload, Phase } from "./payload.ts";

/** Shapes of their own, as data: where each agent puts what (recorded or from its documentation, November 2026). */
interface Shape {
  readonly agent: string;
  readonly form: AnswerForm;
  readonly matches: (payload: Fields) => boolean;
  readonly event: (payload: Fields) => string;
  readonly tool: (payload: Fields) => string | undefined;
  readonly input: (payload: Fields) => Fields | undefined;
  readonly cwd: (payload: Fields) => string | undefined;
  readonly output?: (payload: Fields) => unknown;
}

const within = (payload: Fields, name: string): Fields => fieldsOf(payload[name]) ?? {};

const shapes: readonly Shape[] = [
  {
    agent: "windsurf",
    form: "exit-code",
    matches: (payload) => "agent_action_name" in payload,
    event: (payload) => textOf(payload["agent_action_name"]) ?? "",
    tool: (payload) => {
      const mcp = textOf(within(payload, "tool_info")["mcp_tool_name"]);
      return mcp === undefined ? textOf(payload["agent_action_name"]) : `mcp:${mcp}`;
    },
    input: (payload) => fieldsOf(payload["tool_info"]),
    cwd: (payload) => textOf(within(payload, "tool_info")["cwd"]),
  },
  {
    agent: "cline",
    form: "cancel",
    matches: (payload) => "hookName" in payload || "clineVersion" in payload,
    event: (payload) => textOf(payload["hookName"]) ?? "",
    tool: (payload) =>
      textOf(within(payload, "tool_call")["name"]) ??
      textOf(within(payload, "preToolUse")["toolName"]) ??
      textOf(within(payload, "postToolUse")["toolName"]),
    input: (payload) =>
      fieldsOf(within(payload, "tool_call")["input"]) ??
      fieldsOf(within(payload, "preToolUse")["parameters"]) ??
      fieldsOf(within(payload, "postToolUse")["parameters"]),
    cwd: (payload) => textsOf(payload["workspaceRoots"])[0],
  },
  {
    agent: "antigravity",
    form: "antigravity",
    matches: (payload) => "toolCall" in payload,
    event: (payload) => textOf(payload["hookEventName"]) ?? "PreToolUse",
    tool: (payload) => textOf(within(payload, "toolCall")["name"]),
    input: (payload) => inputOf(within(payload, "toolCall")["args"]),
    cwd: (payload) =>
      textOf(within(within(payload, "toolCall"), "args")["Cwd"]) ?? textsOf(payload["workspacePaths"])[0],
  },
  {
    // Crush and Goose: `event`, and Goose's events that name the tool themselves.
    agent: "goose",
    form: "exit-code",
    matches: (payload) =>
      typeof payload["event"] === "string" && ("matcher_context" in payload || "working_dir" in payload),
    event: (payload) => textOf(payload["event"]) ?? "",
    tool: (payload) =>
      /^Before(?:Read|Shell)/.test(textOf(payload["event"]) ?? "")
        ? textOf(payload["event"])
        : textOf(payload["tool_name"]),
    input: (payload) => {
      const subject = textOf(payload["matcher_context"]);
      const key = textOf(payload["event"]) === "BeforeReadFile" ? "path" : "command";
      const named = /^Before(?:Read|Shell)/.test(textOf(payload["event"]) ?? "") && subject !== undefined;
      return { ...inputOf(payload["tool_input"]), ...(named ? { [key]: subject } : {}) };
    },
    cwd: (payload) => textOf(payload["working_dir"]),
  },
  {
    agent: "crush",
    form: "exit-code",
    matches: (payload) => typeof payload["event"] === "string" && "tool_name" in payload,
    event: (payload) => textOf(payload["event"]) ?? "",
    tool: (payload) => textOf(payload["tool_name"]),
    input: (payload) => inputOf(payload["tool_input"]),
    cwd: (payload) => textOf(payload["cwd"]),
  },
  {
    // Our own plugin files send what the agent gave them: OpenCode and Kilo.
    agent: "opencode",
    form: "plugin",
    matches: (payload) => "sessionID" in within(payload, "input") && "tool" in within(payload, "input"),
    event: (payload) =>
      textOf(payload["hook"]) ?? (payload["phase"] === "after" ? "tool.execute.after" : "tool.execute.before"),
    tool: (payload) => textOf(within(payload, "input")["tool"]),
    input: (payload) =>
      fieldsOf(within(payload, "output")["args"]) ??
      fieldsOf(payload["args"]) ??
      fieldsOf(within(payload, "input")["args"]),
    cwd: (payload) => textOf(payload["directory"]) ?? textOf(payload["cwd"]),
    output: (payload) => within(payload, "output")["output"],
  },
  {
    agent: "pi",
    form: "plugin",
    matches: (payload) => payload["type"] === "tool_call" || payload["type"] === "tool_result",
    event: (payload) => textOf(payload["type"]) ?? "",
    tool: (payload) => textOf(payload["toolName"]),
    input: (payload) => fieldsOf(payload["input"]),
    cwd: (payload) => textOf(payload["cwd"]),
    output: (payload) => payload["content"],
  },
  {
    agent: "amp",
    form: "plugin",
    matches: (payload) => payload["hook"] === "tool.call" || payload["hook"] === "tool.result",
    event: (payload) => textOf(payload["hook"]) ?? "",
    tool: (payload) => textOf(payload["tool"]),
    input: (payload) => fieldsOf(payload["input"]),
    cwd: (payload) => textOf(payload["cwd"]),
    output: (payload) => payload["output"],
  },
];

export const otherAgents: readonly Dialect[] = shapes.map((shape) => (payload) => {
  if (!shape.matches(payload)) return undefined;
  const event = shape.event(payload);
  const cwd = shape.cwd(payload) ?? placeOf(payload).cwd;
  const named = textOf(payload["agent"]);
  const agent = shape.form === "plugin" && named !== undefined && /^[a-z-]{2,24}$/.test(named) ? named : shape.agent;
  const base = { agent, event, ...placeOf(payload), ...(cwd === undefined ? {} : { cwd }) };
  const phase = phaseOf(event, shape, payload);
  if (phase === "prompt") return promptOf(payload, shape.form, base);
  if (phase === "other") {
    return { form: shape.form, phase, call: { ...base, tool: "", call: { kind: "unknown" }, strings: [] } };
  }
  const tool = shape.tool(payload);
  const input = shape.input(payload) ?? (phase === "after" ? {} : undefined);
  if (tool === undefined || input === undefined) return undefined;
  const call = callOfTool(tool === "pre_mcp_tool_use" ? "mcp__" : tool, input, base);
  if (call === undefined) return undefined;
  const output = phase === "after" ? shape.output?.(payload) : undefined;
  return { form: shape.form, phase, call, ...(output === undefined ? {} : { output }) };
});

function phaseOf(event: string, shape: Shape, payload: Fields): Phase {
  if (/prompt/i.test(event)) return "prompt";
  if (/^post|after|tool[._]result/i.test(event) || "postToolUse" in payload) return "after";
  if (/^pre|before|tool[._]call|^$/i.test(event) || "preToolUse" in payload) return "before";
  return shape.form === "plugin" || "tool_call" in payload ? "before" : "other";
}

function promptOf(
  payload: Fields,
  form: AnswerForm,
  base: Pick<AgentCall, "agent" | "event" | "cwd" | "session">,
): Payload | undefined {
  const text = ["prompt", "user_prompt"]
    .flatMap((name) => [payload[name], within(payload, "tool_info")[name], within(payload, "userPromptSubmit")[name]])
    .map(textOf)
    .find((found) => found !== undefined);
  if (text === undefined) return undefined;
  return { form, phase: "prompt", call: { ...base, tool: "prompt", call: { kind: "prompt", text }, strings: [text] } };
}
