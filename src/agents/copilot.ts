import type { Agent } from "./agent.ts";

export const copilot = {
  id: "copilot",
  title: "GitHub Copilot in VS Code",
  docs: { url: "https://code.visualstudio.com/docs/agents/reference/hooks-reference", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "hook",
      path: ".github/hooks/leastkey.json",
      format: "json",
      strength: "partial",
      hole: "a hook that runs out of time lets the call pass; in the Local harness so does one that crashes",
      hooks: {
        layout: "flat",
        root: ["hooks"],
        // PascalCase: one payload shape in both harnesses, the CLI and Claude (vscode-api.md, 2.2); matchers are ignored
        events: [{ name: "PreToolUse" }, { name: "PostToolUse" }, { name: "UserPromptSubmit" }],
        posix: ["command", "bash"],
        powershell: ["powershell"],
        timeout: { field: "timeout", unit: "s" },
        extra: { type: "command", timeoutSec: 10 },
        defaults: { version: 1 },
      },
    },
    {
      kind: "settings",
      path: ".vscode/settings.json",
      format: "jsonc",
      strength: "advisory",
      hole: "asks before a terminal command that names a protected file, in the Local harness; the read tool is not asked",
      writes: [
        {
          kind: "map",
          at: ["chat.tools.terminal.autoApprove"],
          dialect: "regex",
          value: { approve: false, matchCommandLine: true },
        },
        { kind: "map", at: ["chat.tools.edits.autoApprove"], dialect: "relative", value: false },
      ],
    },
    {
      kind: "instructions",
      path: ".github/copilot-instructions.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["AI_AGENT=github_copilot_vscode_agent", "COPILOT_AGENT"],
  traces: [
    ".github/copilot-instructions.md",
    ".github/instructions",
    ".github/hooks",
    ".github/prompts",
    ".github/agents",
  ],
  // deniedPaths are paths of this machine, and one that is not there is made as a folder (vscode-api.md 2.3)
  remains:
    "files that the user attaches to a prompt, and the selection in the active editor; programs that a terminal command runs, until you switch its sandbox on and name the files there: chat.agent.sandbox.enabled and chat.agent.sandbox.fileSystem.userConfiguredPaths in your own settings (VS Code 1.141 and later)",
  // "in a file or repo settings" (vscode-api.md 2.2)
  hookSwitch: {
    paths: [".github/hooks/leastkey.json", ".github/copilot/settings.json", ".github/copilot/settings.local.json"],
    key: "disableAllHooks",
    value: true,
  },
  trust: "trust the workspace in VS Code",
} as const satisfies Agent;
