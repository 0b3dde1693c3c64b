import type { Agent } from "./agent.ts";

export const crush = {
  id: "crush",
  title: "Crush",
  docs: {
    url: "https://github.com/charmbracelet/crush/blob/main/docs/hooks/README.md",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".crushignore",
      format: "gitignore",
      strength: "advisory",
      hole: "hides files from listing and search; view and shell commands can still open them",
    },
    {
      kind: "hook",
      path: "crush.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass; sub-agents are not hooked",
      hooks: {
        layout: "flat",
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
          name: "leastkey",
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
  marks: ["CRUSH=1", "AGENT=crush", "AI_AGENT=crush"],
  traces: [".crush", "crush.json", ".crush.json", ".crushignore"],
} as const satisfies Agent;
