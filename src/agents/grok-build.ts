import type { Agent } from "./agent.ts";

export const grokBuild = {
  id: "grok-build",
  title: "Grok Build",
  docs: {
    url: "https://docs.x.ai/build/features/hooks",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".grok/hooks/leastkey.json",
      format: "json",
      strength: "partial",
      hole: "skipped until trusted with /hooks-trust; a hook that crashes or runs out of time lets the call pass",
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
  ],
  marks: ["GROK_WORKSPACE_ROOT"],
  traces: [".grok"],
  trust: "run /hooks-trust in grok",
} as const satisfies Agent;
