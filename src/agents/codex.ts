import type { Agent } from "./agent.ts";
import { serverCommand } from "./mcp-command.ts";

export const codex = {
  id: "codex",
  title: "OpenAI Codex",
  docs: { url: "https://developers.openai.com/codex/permissions", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "sandbox",
      path: ".codex/config.toml",
      format: "toml",
      strength: "partial",
      // seen 2026-11 with 0.169.0: cat, python, cp of a denied file all get "Permission denied"
      hole: "read in trusted projects only; --sandbox and --dangerously-bypass-approvals-and-sandbox discard it",
      dialect: "relative",
      conflicts: ["default_permissions"],
      top: ['default_permissions = "leastkey"'],
      tables: [
        "[permissions.leastkey]",
        'extends = ":workspace"',
        "",
        "[permissions.leastkey.filesystem]",
        "glob_scan_max_depth = 8",
        "",
        "[mcp_servers.leastkey]",
        `command = ${JSON.stringify(serverCommand.command)}`,
        `args = ${JSON.stringify(serverCommand.args)}`,
        // it hands a server only what is named
        'env_vars = ["LEASTKEY_HOME", "XDG_DATA_HOME"]',
        "",
      ],
      paths: {
        table: '[permissions.leastkey.filesystem.":workspace_roots"]',
        lines: ['"." = "write"'],
        value: "deny",
      },
    },
    {
      kind: "hook",
      path: ".codex/hooks.json",
      format: "json",
      strength: "partial",
      // an answer with an unknown key, or "ask", also lets the call pass
      hole: "skipped silently until trusted with /hooks; input typed into a running shell (write_stdin) is not hooked; a hook that crashes lets the call pass",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          { name: "PreToolUse", matcher: ".*" },
          { name: "PostToolUse", matcher: ".*" },
          { name: "UserPromptSubmit" },
        ],
        posix: ["command"],
        windows: ["commandWindows"],
        timeout: { field: "timeout", unit: "s" },
      },
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["CODEX_CI", "CODEX_THREAD_ID", "CODEX_SANDBOX_NETWORK_DISABLED", "CODEX_SANDBOX"],
  traces: [".codex"],
  trust: "run codex in this folder, trust the project, then accept the Leastkey hooks with /hooks",
} as const satisfies Agent;
