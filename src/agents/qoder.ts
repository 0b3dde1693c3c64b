import type { Agent } from "./agent.ts";

export const qoder = {
  id: "qoder",
  title: "Qoder",
  docs: {
    url: "https://docs.qoder.com",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".qoder/settings.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass; written from the documentation, not seen to work",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          {
            name: "PreToolUse",
            matcher: "*",
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
  marks: [],
  traces: [".qoder"],
} as const satisfies Agent;
