import type { Agent } from "./agent.ts";

export const kiro = {
  id: "kiro",
  title: "Kiro",
  docs: {
    url: "https://kiro.dev/docs/hooks",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".kiroignore",
      format: "gitignore",
      strength: "partial",
      hole: "shell commands can still open the files",
    },
    {
      kind: "hook",
      path: ".kiro/hooks/leastkey.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass",
      hooks: {
        layout: "listed",
        root: ["hooks"],
        events: [
          {
            name: "PreToolUse",
            matcher: ".*",
          },
        ],
        posix: ["command"],
        timeout: {
          field: "timeout",
          unit: "s",
        },
        extra: {
          enabled: true,
        },
        defaults: {
          version: "v1",
        },
      },
    },
    {
      kind: "instructions",
      path: ".kiro/steering/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
      head: "---\ninclusion: always\n---\n",
    },
  ],
  marks: ["KIRO_SESSION_ID"],
  traces: [".kiro", ".kiroignore"],
} as const satisfies Agent;
