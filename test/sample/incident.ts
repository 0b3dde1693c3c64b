/**
 * The incident of April 2026, told to a hook as each agent would tell it: first the stray script is read, then its
 * token is used. The shapes are those recorded from Claude Code 2.1.330, Codex 0.169.0, Copilot CLI 1.0.102 and Gemini
 * CLI 0.61.0, and for Cursor those of its documentation (mid 2026).
 */
export interface Attempt {
  readonly agent: string;
  readonly does: "reads the script" | "uses the token";
  readonly payload: unknown;
}

export interface Incident {
  readonly root: string;
  /** Absolute path of the script that holds the token. */
  readonly script: string;
  /** The command that would delete the volume, with the token in it. */
  readonly command: string;
}

export function incidentAttempts(incident: Incident): readonly Attempt[] {
  return [
    ...claudeCode(incident),
    ...copilot(incident),
    ...cursor(incident),
    ...codex(incident),
    ...geminiCli(incident),
  ];
}

function claudeCode({ root, script, command }: Incident): readonly Attempt[] {
  const common = {
    session_id: "bdd69472-198d-41aa-a51c-c16f6c54a01d",
    transcript_path: "/home/dev/.claude/projects/shop/transcript.jsonl",
    cwd: root,
    prompt_id: "0ddbc992-276e-4d66-a124-596f7f9d4102",
    permission_mode: "default",
    effort: { level: "medium" },
    hook_event_name: "PreToolUse",
  };
  return [
    {
      agent: "claude-code",
      does: "reads the script",
      payload: { ...common, tool_name: "Read", tool_input: { file_path: script }, tool_use_id: "toolu_1" },
    },
    {
      agent: "claude-code",
      does: "uses the token",
      payload: {
        ...common,
        tool_name: "Bash",
        tool_input: { command, description: "clean up" },
        tool_use_id: "toolu_2",
      },
    },
  ];
}

function copilot({ root, script, command }: Incident): readonly Attempt[] {
  const common = { sessionId: "d377ab1c-a60d-4ff6-b1cd-495c4cb49978", timestamp: 1795394144346, cwd: root };
  return [
    {
      agent: "copilot",
      does: "reads the script",
      payload: { ...common, toolName: "view", toolArgs: { path: script } },
    },
    {
      agent: "copilot",
      does: "uses the token",
      payload: {
        ...common,
        toolName: "bash",
        toolArgs: { command, description: "clean up", mode: "sync", initial_wait: 10 },
      },
    },
  ];
}

function cursor({ root, script, command }: Incident): readonly Attempt[] {
  const common = {
    conversation_id: "c-1",
    generation_id: "g-1",
    model: "auto",
    cursor_version: "3.23.0",
    workspace_roots: [root],
    user_email: "dev@example.com",
  };
  return [
    {
      agent: "cursor",
      does: "reads the script",
      payload: { ...common, hook_event_name: "beforeReadFile", file_path: script, content: "", attachments: [] },
    },
    {
      agent: "cursor",
      does: "uses the token",
      payload: { ...common, hook_event_name: "beforeShellExecution", command, cwd: root, sandbox: false },
    },
  ];
}

/** Codex has no read tool: it reads by shell, so both attempts are commands. */
function codex({ root, script, command }: Incident): readonly Attempt[] {
  const common = {
    session_id: "01a205d7-145b-7142-931e-36f59a411920",
    turn_id: "01a205d7-14b5-7462-87b8-2dc5e9a632e9",
    transcript_path: "/home/dev/.codex/sessions/rollout.jsonl",
    cwd: root,
    hook_event_name: "PreToolUse",
    model: "gpt-5.4",
    permission_mode: "default",
    tool_name: "Bash",
  };
  return [
    {
      agent: "codex",
      does: "reads the script",
      payload: { ...common, tool_input: { command: `cat '${script}'` }, tool_use_id: "call_1" },
    },
    { agent: "codex", does: "uses the token", payload: { ...common, tool_input: { command }, tool_use_id: "call_2" } },
  ];
}

function geminiCli({ root, script, command }: Incident): readonly Attempt[] {
  const common = {
    session_id: "efd567bf-4da3-41bb-addc-599d27d9c6f4",
    transcript_path: "/home/dev/.gemini/tmp/shop/chats/session.jsonl",
    cwd: root,
    hook_event_name: "BeforeTool",
    timestamp: "2026-11-23T01:00:20.816Z",
  };
  return [
    {
      agent: "gemini-cli",
      does: "reads the script",
      payload: { ...common, tool_name: "read_file", tool_input: { file_path: script } },
    },
    {
      agent: "gemini-cli",
      does: "uses the token",
      payload: { ...common, tool_name: "run_shell_command", tool_input: { command } },
    },
  ];
}
