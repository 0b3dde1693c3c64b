import type { Agent } from "./agent.ts";

export const devin = {
  id: "devin",
  title: "Devin CLI and Devin Desktop",
  docs: {
    url: "https://docs.devin.ai/cli/extensibility/hooks/overview",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".devinignore",
      format: "gitignore",
      strength: "advisory",
      hole: "terminal commands can still open the files; not seen to work",
    },
    {
      kind: "settings",
      path: ".devin/config.json",
      format: "json",
      strength: "partial",
      hole: "shell commands are not covered",
      writes: [
        {
          kind: "list",
          at: ["permissions", "deny"],
          dialect: "anywhere",
          wrap: ["Read(", ")"],
        },
      ],
    },
    {
      kind: "hook",
      path: ".devin/hooks.v1.json",
      format: "json",
      strength: "partial",
      hole: "what happens when a hook crashes is not documented",
      hooks: {
        layout: "nested",
        root: [],
        events: [
          {
            name: "PreToolUse",
            matcher: "read|exec|write|edit|grep|glob",
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
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["EDITOR=devin"],
  traces: [".devin", ".devinignore"],
} as const satisfies Agent;
