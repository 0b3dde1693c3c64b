import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const qwenCode = {
  id: "qwen-code",
  title: "Qwen Code",
  docs: {
    url: "https://github.com/QwenLM/qwen-code",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".qwenignore",
      format: "gitignore",
      strength: "partial",
      hole: "symlinks and shell commands can still open the files",
    },
    {
      kind: "settings",
      path: ".qwen/settings.json",
      format: "json",
      strength: "partial",
      hole: "a search over the workspace, @file and shell commands that do not name the file pass it",
      writes: [
        {
          kind: "list",
          at: ["permissions", "deny"],
          dialect: "rooted",
          wrap: ["Read(", ")"],
        },
      ],
    },
    {
      kind: "hook",
      path: ".qwen/settings.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          {
            name: "PreToolUse",
            matcher: "*",
          },
          {
            name: "PostToolUse",
            matcher: "*",
          },
          {
            name: "UserPromptSubmit",
          },
        ],
        posix: ["command"],
        timeout: {
          field: "timeout",
          unit: "s",
        },
      },
    },
    {
      kind: "tools",
      path: ".qwen/settings.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [mcpServers()],
    },
    {
      kind: "instructions",
      path: "QWEN.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["QWEN_CODE=1"],
  traces: [".qwen", ".qwenignore", "QWEN.md"],
  hookSwitch: { paths: [".qwen/settings.json"], key: "disableAllHooks", value: true },
  loadsDotenv: [".env"],
} as const satisfies Agent;
