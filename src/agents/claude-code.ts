import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const claudeCode = {
  id: "claude-code",
  title: "Claude Code",
  docs: { url: "https://code.claude.com/docs/en/permissions", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "settings",
      path: ".claude/settings.json",
      personal: ".claude/settings.local.json",
      format: "json",
      strength: "partial",
      // seen 2026-11 with 2.1.330: Read, Grep, Glob, @file, symlinks and `cat .env` are refused
      hole: "shell commands that do not name the file (grep -r, globs, interpreters, git) pass it; the hook covers them",
      writes: [{ kind: "list", at: ["permissions", "deny"], dialect: "rooted", wrap: ["Read(", ")"] }],
    },
    {
      kind: "hook",
      path: ".claude/settings.json",
      personal: ".claude/settings.local.json",
      format: "json",
      strength: "partial",
      // onFailure closes crashes and time-outs since 2.1.295; before, they let the call pass
      hole: "--bare, --safe-mode and disableAllHooks switch hooks off; before 2.1.295 a hook that crashes lets the call pass",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          { name: "PreToolUse", matcher: "*" },
          { name: "PostToolUse", matcher: "Read|Grep|Bash|PowerShell|Monitor" },
          { name: "UserPromptSubmit" },
        ],
        posix: ["command"],
        timeout: { field: "timeout", unit: "s" },
        extra: { onFailure: "block" },
      },
    },
    {
      kind: "tools",
      path: ".mcp.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [mcpServers({ type: "stdio" })],
    },
    {
      kind: "instructions",
      path: "CLAUDE.md",
      personal: "CLAUDE.local.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  // the IDE extension sets CLAUDECODE in human terminals too, so it is no mark
  marks: ["AI_AGENT=claude-code", "CLAUDE_CODE_CHILD_SESSION"],
  traces: [".claude", "CLAUDE.md", "CLAUDE.local.md"],
  hookSwitch: { paths: [".claude/settings.json", ".claude/settings.local.json"], key: "disableAllHooks", value: true },
  // seen 2026-11 with 2.1.330: the sandbox takes the deny list along and stops every command; without socat it turned itself off
  remains:
    "programs that the agent runs can open files themselves until you switch its sandbox on, which takes the deny list along: sandbox.enabled and sandbox.failIfUnavailable in .claude/settings.local.json (on Linux with bubblewrap and socat installed)",
} as const satisfies Agent;
