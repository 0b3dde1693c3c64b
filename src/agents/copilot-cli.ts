import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const copilotCli = {
  id: "copilot-cli",
  title: "GitHub Copilot CLI",
  docs: { url: "https://docs.github.com/en/copilot/reference/hooks-configuration", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "hook",
      path: ".github/hooks/leastkey.json",
      format: "json",
      strength: "partial",
      // seen 2026-11 with 1.0.102: any non-zero exit denies, a time-out allows
      hole: "skipped in folders that are not trusted; a hook that runs out of time lets the call pass",
      hooks: {
        layout: "flat",
        root: ["hooks"],
        // the same file as VS Code's Copilot, so the same entries
        caller: "copilot",
        events: [{ name: "PreToolUse" }, { name: "PostToolUse" }, { name: "UserPromptSubmit" }],
        posix: ["command", "bash"],
        powershell: ["powershell"],
        timeout: { field: "timeout", unit: "s" },
        extra: { type: "command", timeoutSec: 10 },
        defaults: { version: 1 },
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
      path: ".github/copilot-instructions.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["COPILOT_CLI=1", "COPILOT_AGENT_SESSION_ID"],
  traces: [".github/copilot"],
  // "in a file or repo settings" (vscode-api.md 2.2)
  hookSwitch: {
    paths: [".github/hooks/leastkey.json", ".github/copilot/settings.json", ".github/copilot/settings.local.json"],
    key: "disableAllHooks",
    value: true,
  },
  trust: "start copilot in this folder once and trust it, or pass --trust-folder",
} as const satisfies Agent;
