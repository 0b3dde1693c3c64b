import type { AnswerReading, Call, Setting, Tools, Voice } from "./voice.ts";
import { described, id, stamp } from "./voice-parts.ts";
import { cline, cursor, pi, pluginVoice, windsurf } from "./voices-own.ts";

/**
 * The agents whose payloads were recorded from the real program, or are documented to the field (November 2026). What
 * an agent outside this list does is not simulated, and so never called held.
 */
const claudeTools: Tools = {
  read: (path) => ["Read", { file_path: path }],
  search: ({ path, pattern, glob }) => [
    "Grep",
    { pattern, path, output_mode: "content", ...(glob === undefined ? {} : { glob }) },
  ],
  list: ({ path, pattern }) => ["Glob", { pattern, path }],
  shell: (command) => ["Bash", described(command)],
  edit: (path, text) => ["Write", { file_path: path, content: text }],
  mcp: (tool, input) => [`mcp__lab__${tool}`, input],
  fetch: (url) => ["WebFetch", { url, prompt: "summarise" }],
};

const geminiTools: Tools = {
  read: (path) => ["read_file", { file_path: path }],
  search: ({ path, pattern, glob }) => [
    "grep_search",
    { pattern, dir_path: path, ...(glob === undefined ? {} : { include: glob }) },
  ],
  list: ({ path, pattern }) => ["glob", { pattern, dir_path: path }],
  shell: (command) => ["run_shell_command", described(command)],
  edit: (path, text) => ["write_file", { file_path: path, content: text }],
  mcp: (tool, input) => [`mcp_lab_${tool}`, input],
  fetch: (url) => ["web_fetch", { prompt: `summarise ${url}` }],
};

const claudeEvents = (kind: string): string => (kind === "prompt" ? "UserPromptSubmit" : "PreToolUse");

/** The shape that Claude Code began, with the fields that only this agent sends. */
function family(
  agent: string,
  tools: Tools,
  marks: Readonly<Record<string, string | boolean>>,
  reads: AnswerReading = "nested",
): Voice {
  const common = (setting: Setting) => ({
    session_id: setting.session,
    transcript_path: `${setting.root}/../transcript.jsonl`,
    cwd: setting.root,
    ...marks,
  });
  const call = ([tool, input]: Call, setting: Setting) => ({
    tool_name: tool,
    tool_input: input,
    tool_use_id: id(setting),
  });
  return {
    agent,
    tools,
    reads,
    event: claudeEvents,
    payload: (one, setting, event) => ({ ...common(setting), hook_event_name: event, ...call(one, setting) }),
    prompt: (text, setting) => ({ ...common(setting), hook_event_name: "UserPromptSubmit", prompt: text }),
    after: {
      event: "PostToolUse",
      payload: (one, setting, output) => ({
        ...common(setting),
        hook_event_name: "PostToolUse",
        ...call(one, setting),
        tool_response: { stdout: output, stderr: "", interrupted: false, isImage: false },
      }),
    },
  };
}

const qwenTools: Tools = {
  ...geminiTools,
  search: ({ path, pattern, glob }) => ["grep_search", { pattern, path, ...(glob === undefined ? {} : { glob }) }],
  list: ({ path, pattern }) => ["glob", { pattern, path }],
  mcp: (tool, input) => [`mcp__lab__${tool}`, input],
};

const droidTools: Tools = {
  ...claudeTools,
  list: ({ path, pattern }) => ["Glob", { patterns: [pattern], folder: path }],
  shell: (command) => [
    "Execute",
    { command, summary: "boundary test", riskLevel: "low", riskLevelReason: "lab", timeout: 20 },
  ],
  edit: (path, text) => ["Create", { file_path: path, content: text }],
  fetch: (url) => ["FetchUrl", { url }],
};

const droidFamily = family("factory-droid", droidTools, { permission_mode: "auto-low" });
/** It sends no id of the call. */
const factoryDroid: Voice = {
  ...droidFamily,
  payload: ([tool, input], { root, session }, event) => ({
    session_id: session,
    transcript_path: `${root}/../transcript.jsonl`,
    cwd: root,
    permission_mode: "auto-low",
    hook_event_name: event,
    tool_name: tool,
    tool_input: input,
  }),
};

const copilotTools: Tools = {
  read: (path) => ["view", { path }],
  search: ({ path, pattern, glob }) => [
    "grep",
    { pattern, paths: path, output_mode: "content", ...(glob === undefined ? {} : { glob }) },
  ],
  list: ({ path, pattern }) => ["glob", { pattern, paths: path }],
  shell: (command) => ["bash", described(command)],
  edit: (path, text) => ["create", { path, file_text: text }],
  mcp: (tool, input) => [`mcp__lab__${tool}`, input],
  fetch: (url) => ["web_fetch", { url }],
};

/** VS Code's own harness: its tools have names of their own, in the same envelope. */
const vscodeTools: Tools = {
  read: (path) => ["read_file", { filePath: path, startLine: 1, endLine: 200 }],
  search: ({ path, pattern, glob }) => [
    "grep_search",
    { query: pattern, isRegexp: false, includePattern: glob ?? path },
  ],
  list: ({ pattern }) => ["file_search", { query: pattern }],
  shell: (command) => ["run_in_terminal", { command, explanation: "boundary test", isBackground: false }],
  edit: (path, text) => ["create_file", { filePath: path, content: text }],
  mcp: (tool, input) => [`mcp_lab_${tool}`, input],
  fetch: (url) => ["fetch_webpage", { urls: [url], query: "summary" }],
};

const copilotCli: Voice = {
  ...family("copilot-cli", copilotTools, { timestamp: stamp }),
  payload: ([tool, input], { session, root }, event) => ({
    session_id: session,
    timestamp: stamp,
    cwd: root,
    hook_event_name: event,
    tool_name: tool,
    tool_input: input,
  }),
  prompt: (text, { session, root }) => ({
    session_id: session,
    timestamp: stamp,
    cwd: root,
    hook_event_name: "UserPromptSubmit",
    prompt: text,
  }),
};

const codexTools: Tools = {
  shell: (command) => ["Bash", { command }],
  edit: (path, text) => [
    "apply_patch",
    { command: `*** Begin Patch\n*** Add File: ${path}\n${text.replace(/^/gm, "+")}\n*** End Patch` },
  ],
  mcp: (tool, input) => [`mcp__lab__${tool}`, input],
};

const geminiCli: Voice = {
  ...family("gemini-cli", geminiTools, { timestamp: stamp }, "decision"),
  event: (kind) => (kind === "prompt" ? "BeforeAgent" : "BeforeTool"),
  prompt: (text, { session, root }) => ({
    session_id: session,
    cwd: root,
    hook_event_name: "BeforeAgent",
    timestamp: stamp,
    prompt: text,
  }),
  after: {
    event: "AfterTool",
    payload: ([tool, input], { session, root }, output) => ({
      session_id: session,
      cwd: root,
      hook_event_name: "AfterTool",
      timestamp: stamp,
      tool_name: tool,
      tool_input: input,
      tool_response: { llmContent: output, returnDisplay: output },
    }),
  },
};

/** Its hooks hear of no prompt and rewrite no result. */
const augment: Voice = {
  agent: "augment",
  reads: "nested",
  event: () => "PreToolUse",
  tools: {
    read: (path) => ["view", { path, type: "file" }],
    shell: (command) => ["launch-process", { command, wait: true }],
    edit: (path, text) => ["save-file", { path, file_content: text }],
    mcp: (tool, input) => [`mcp__lab__${tool}`, input],
  },
  payload: ([tool, input], { root, session }, event) => ({
    hook_event_name: event,
    conversation_id: session,
    workspace_roots: [root],
    cwd: root,
    tool_name: tool,
    tool_input: input,
    is_mcp_tool: tool.startsWith("mcp__"),
  }),
};

export const voices: readonly Voice[] = [
  family("claude-code", claudeTools, { prompt_id: "p1", permission_mode: "default" }),
  family("codex", codexTools, { turn_id: "t1", model: "lab", permission_mode: "default" }),
  family("copilot", vscodeTools, { timestamp: stamp }),
  copilotCli,
  cursor,
  geminiCli,
  family("qwen-code", qwenTools, { timestamp: stamp, permission_mode: "yolo" }),
  factoryDroid,
  pluginVoice("opencode"),
  pluginVoice("kilo-code"),
  pi,
  cline,
  windsurf,
  augment,
];

export const voiceOf = (agent: string): Voice | undefined => voices.find((voice) => voice.agent === agent);
