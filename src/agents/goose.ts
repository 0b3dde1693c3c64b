import type { Agent } from "./agent.ts";

export const goose = {
  id: "goose",
  title: "Goose",
  docs: {
    url: "https://github.com/aaif-goose/goose",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".agents/plugins/leastkey/hooks/hooks.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          {
            name: "PreToolUse",
          },
        ],
        posix: ["command"],
      },
    },
    {
      kind: "instructions",
      path: ".goosehints",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["AGENT=goose", "GOOSE_TERMINAL"],
  traces: [".goosehints", ".goose", ".agents/plugins"],
  remains: "no longer reads .gooseignore (removed 2026-07)",
} as const satisfies Agent;
