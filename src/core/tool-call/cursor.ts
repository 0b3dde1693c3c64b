import type { AgentCall, ToolCall } from "../verdict.ts";
import { callOfTool } from "./call-of-tool.ts";
import { placeOf } from "./claude-family.ts";
import { type Fields, inputOf, stringsIn, textOf, textsOf } from "./json.ts";
import type { Dialect, Payload } from "./payload.ts";

/** Cursor: the event's name says the tool; `cwd` may be empty, then the first workspace root stands for it. */
export const cursor: Dialect = (payload) => {
  const event = textOf(payload["hook_event_name"]);
  if (event === undefined || !("cursor_version" in payload || "generation_id" in payload)) return undefined;
  const cwd = placeOf(payload).cwd ?? textsOf(payload["workspace_roots"])[0];
  const session = textOf(payload["conversation_id"]);
  const base = {
    agent: "cursor",
    event,
    ...(cwd === undefined ? {} : { cwd }),
    ...(session === undefined ? {} : { session }),
  };
  const parse = Object.hasOwn(events, event) ? events[event] : undefined;
  if (parse === undefined) {
    return { form: "cursor", phase: "other", call: { ...base, tool: "", call: { kind: "unknown" }, strings: [] } };
  }
  return parse(payload, base);
};

type Base = Pick<AgentCall, "agent" | "event" | "cwd" | "session">;
type EventParser = (payload: Fields, base: Base) => Payload | undefined;

const readEvent: EventParser = (payload, base) => {
  const path = textOf(payload["file_path"]);
  const attachments = textsOf(payload["attachments"], ["file_path", "filePath", "path"]);
  if (path === undefined) return undefined;
  // The payload holds the file's content. It is not searched: a file that is not protected may be read.
  const paths = [path, ...attachments];
  return before(base, base.event, { kind: "read", paths }, paths);
};

const shellEvent: EventParser = (payload, base) => {
  const command = textOf(payload["command"]);
  if (command === undefined) return undefined;
  return before(base, "Shell", { kind: "shell", commands: [command] }, [command]);
};

const mcpEvent: EventParser = (payload, base) => {
  const tool = textOf(payload["tool_name"]);
  const strings = stringsIn([payload["tool_input"], inputOf(payload["tool_input"]) ?? null]);
  if (tool === undefined || strings === undefined) return undefined;
  return before(base, tool, { kind: "mcp", tool }, strings);
};

const toolEvent: EventParser = (payload, base) => {
  const tool = textOf(payload["tool_name"]);
  const input = inputOf(payload["tool_input"]);
  if (tool === undefined || input === undefined) return undefined;
  const call = callOfTool(tool, input, base);
  return call === undefined ? undefined : { form: "cursor", phase: "before", call };
};

const promptEvent: EventParser = (payload, base) => {
  const text = textOf(payload["prompt"]);
  if (text === undefined) return undefined;
  const attached = textsOf(payload["attachments"], ["file_path", "filePath", "path"]);
  const strings = [text, ...attached];
  return {
    form: "cursor",
    phase: "prompt",
    call: {
      ...base,
      tool: "prompt",
      call: { kind: "prompt", text: [text, ...attached.map((path) => `@${path}`)].join("\n") },
      strings,
    },
  };
};

const afterMcp: EventParser = (payload, base) => {
  const call: AgentCall = {
    ...base,
    tool: textOf(payload["tool_name"]) ?? "mcp",
    call: { kind: "mcp", tool: "mcp" },
    strings: [],
  };
  return { form: "cursor", phase: "after", call, output: payload["result_json"] ?? payload["tool_output"] };
};

const events: Readonly<Record<string, EventParser>> = {
  beforeReadFile: readEvent,
  beforeTabFileRead: readEvent,
  beforeShellExecution: shellEvent,
  beforeMCPExecution: mcpEvent,
  preToolUse: toolEvent,
  beforeSubmitPrompt: promptEvent,
  afterMCPExecution: afterMcp,
};

function before(base: Base, tool: string, call: ToolCall, strings: readonly string[]): Payload {
  return { form: "cursor", phase: "before", call: { ...base, tool, call, strings } };
}
