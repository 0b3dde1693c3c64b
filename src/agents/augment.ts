import type { Agent } from "./agent.ts";

export const augment = {
  id: "augment",
  title: "Augment Code",
  docs: {
    url: "https://docs.augmentcode.com/cli/hooks",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".augmentignore",
      format: "gitignore",
      strength: "partial",
      hole: "keeps files out of the index and its upload; reading and shell commands are not covered",
    },
    {
      kind: "hook",
      path: ".augment/settings.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass; project hooks were not seen to run with auggie 0.36.0",
      hooks: {
        layout: "nested",
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
      },
    },
    {
      kind: "instructions",
      path: ".augment/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
      head: "---\ntype: always_apply\n---\n",
    },
  ],
  marks: ["AUGMENT_AGENT=1"],
  traces: [".augment", ".augmentignore", ".augment-guidelines"],
} as const satisfies Agent;
