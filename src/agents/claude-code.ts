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
      kind: "sandbox",
      path: ".claude/settings.json",
      personal: ".claude/settings.local.json",
      format: "json",
      strength: "partial",
      // seen 2026-11 with 2.1.330: the sandbox takes the deny list along and stops every command; without socat it
      // turned itself off, unless it may not
      hole: "--setting-sources user and --restricted do not read it; MCP servers and hooks run outside of it",
      onRequest: {
        needs: "Claude Code refuses to start without its sandbox: on Linux install bubblewrap and socat",
        without: "programs that it runs can open files themselves; leastkey protect --sandbox switches its sandbox on",
      },
      writes: [
        { kind: "switch", at: ["sandbox", "enabled"], value: true },
        { kind: "switch", at: ["sandbox", "failIfUnavailable"], value: true },
        { kind: "switch", at: ["sandbox", "allowUnsandboxedCommands"], value: false },
      ],
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
} as const satisfies Agent;
