import type { Setting, Voice } from "./voice.ts";
import { described, id, stamp } from "./voice-parts.ts";

/** Cursor names an event for each kind of call; what its read hook gets, `content` included, is documented. */
export const cursor: Voice = {
  agent: "cursor",
  reads: "cursor",
  tools: {
    read: (path) => ["beforeReadFile", { file_path: path, content: "", attachments: [] }],
    shell: (command) => ["beforeShellExecution", { command, cwd: "", sandbox: false }],
    search: ({ path, pattern, glob }) => ["Grep", { pattern, path, ...(glob === undefined ? {} : { glob }) }],
    edit: (path, text) => ["Write", { file_path: path, content: text }],
    mcp: (tool, input) => [
      "beforeMCPExecution",
      { tool_name: tool, tool_input: JSON.stringify(input), mcp_server_name: "lab" },
    ],
  },
  event: (kind) =>
    ({
      read: "beforeReadFile",
      shell: "beforeShellExecution",
      mcp: "beforeMCPExecution",
      prompt: "beforeSubmitPrompt",
    })[kind as string] ?? "preToolUse",
  payload: ([tool, input], setting, event) => ({
    ...cursorCommon(setting, event),
    ...(event === "preToolUse"
      ? { tool_name: tool, tool_input: input, tool_use_id: id(setting), cwd: setting.root }
      : input),
  }),
  prompt: (text, setting) => ({ ...cursorCommon(setting, "beforeSubmitPrompt"), prompt: text, attachments: [] }),
};

function cursorCommon({ root, session, number }: Setting, event: string) {
  return {
    conversation_id: session,
    generation_id: `${session}-${String(number)}`,
    model: "lab",
    hook_event_name: event,
    cursor_version: "3.0.0",
    workspace_roots: [root],
  };
}

/** What our plugin file gets from OpenCode and Kilo: two arguments, passed on by the driver. */
export const pluginVoice = (agent: string): Voice => ({
  agent,
  reads: "nested",
  tools: {
    read: (path) => ["read", { filePath: path }],
    search: ({ path, pattern, glob }) => ["grep", { pattern, path, ...(glob === undefined ? {} : { include: glob }) }],
    list: ({ path, pattern }) => ["glob", { pattern, path }],
    shell: (command) => ["bash", described(command)],
    edit: (path, text) => ["write", { filePath: path, content: text }],
    fetch: (url) => ["webfetch", { url, format: "text" }],
    mcp: (tool, input) => [`lab_${tool}`, input],
  },
  event: () => "tool.execute.before",
  payload: ([tool, input], setting) => ({
    input: { tool, sessionID: setting.session, callID: id(setting) },
    output: { args: input },
  }),
  after: {
    event: "tool.execute.after",
    payload: ([tool, input], setting, output) => ({
      input: { tool, sessionID: setting.session, callID: id(setting), args: input },
      output: { title: "", output, metadata: {} },
    }),
  },
});

/** What our extension passes on, with the folder that it adds. */
export const pi: Voice = {
  agent: "pi",
  reads: "nested",
  tools: {
    read: (path) => ["read", { path }],
    search: ({ path, pattern, glob }) => ["grep", { pattern, path, ...(glob === undefined ? {} : { glob }) }],
    list: ({ path, pattern }) => ["find", { pattern, path }],
    shell: (command) => ["bash", { command }],
    edit: (path, text) => ["write", { path, content: text }],
  },
  event: () => "tool_call",
  payload: ([tool, input], setting, event) => ({
    type: event,
    toolName: tool,
    toolCallId: id(setting),
    input,
    cwd: setting.root,
  }),
};

export const cline: Voice = {
  agent: "cline",
  reads: "cancel",
  tools: {
    read: (path) => ["read_files", { files: [{ path }] }],
    search: ({ pattern }) => ["search_codebase", { queries: [pattern] }],
    shell: (command) => ["run_commands", { commands: [command] }],
    edit: (path, text) => ["editor", { path, new_text: text }],
  },
  event: () => "PreToolUse",
  payload: ([tool, input], setting) => ({
    clineVersion: "3.0.65",
    hookName: "tool_call",
    timestamp: stamp,
    taskId: setting.session,
    workspaceRoots: [setting.root],
    tool_call: { id: id(setting), name: tool, input },
    preToolUse: {
      toolName: tool,
      parameters: Object.fromEntries(
        Object.entries(input).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
      ),
    },
  }),
};

export const windsurf: Voice = {
  agent: "windsurf",
  reads: "exit-code",
  tools: {
    read: (path) => ["pre_read_code", { file_path: path }],
    shell: (command) => ["pre_run_command", { command_line: command }],
    edit: (path, text) => ["pre_write_code", { file_path: path, edits: [{ old_string: "", new_string: text }] }],
    mcp: (tool, input) => [
      "pre_mcp_tool_use",
      { mcp_server_name: "lab", mcp_tool_name: tool, mcp_tool_arguments: input },
    ],
  },
  event: (kind) =>
    kind === "prompt"
      ? "pre_user_prompt"
      : ({ read: "pre_read_code", shell: "pre_run_command", edit: "pre_write_code", mcp: "pre_mcp_tool_use" }[
          kind as string
        ] ?? "pre_read_code"),
  payload: ([, input], { root, session }, event) => ({
    agent_action_name: event,
    trajectory_id: session,
    execution_id: session,
    timestamp: stamp,
    tool_info: { ...input, cwd: root },
  }),
  prompt: (text, { root, session }) => ({
    agent_action_name: "pre_user_prompt",
    trajectory_id: session,
    execution_id: session,
    timestamp: stamp,
    tool_info: { user_prompt: text, cwd: root },
  }),
};
