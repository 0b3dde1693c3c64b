import type { Agent } from "./agent.ts";

export const antigravity = {
  id: "antigravity",
  title: "Google Antigravity",
  docs: {
    url: "https://antigravity.google/docs",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".geminiignore",
      format: "gitignore",
      strength: "advisory",
      hole: "read by the CLI; whether the editor's tools refuse was not seen",
    },
    {
      kind: "settings",
      path: ".antigravity/settings.json",
      format: "json",
      strength: "partial",
      hole: "shell commands are not covered; written from descriptions, not seen to work",
      writes: [
        {
          kind: "list",
          at: ["permissions", "deny"],
          dialect: "anywhere",
          wrap: ["read_file(", ")"],
        },
      ],
    },
    {
      kind: "hook",
      path: ".agents/hooks.json",
      format: "json",
      strength: "partial",
      hole: "one error in the file drops all hooks silently; written from descriptions, not seen to work",
      hooks: {
        layout: "nested",
        root: ["leastkey"],
        events: [
          {
            name: "PreToolUse",
            matcher: "*",
          },
        ],
        posix: ["command"],
        pass: '{"decision":"allow"}',
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
  marks: ["ANTIGRAVITY_AGENT", "ANTIGRAVITY_CLI_ALIAS"],
  traces: [".antigravity", ".agents/rules"],
} as const satisfies Agent;
