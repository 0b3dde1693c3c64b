import type { Agent } from "./agent.ts";

export const tabnine = {
  id: "tabnine",
  title: "Tabnine CLI",
  docs: {
    url: "https://docs.tabnine.com/main/getting-started/tabnine-cli",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".tabnine/agent/settings.json",
      format: "json",
      strength: "partial",
      hole: "what happens when a hook crashes is not documented; written from the documentation, not seen to work",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          {
            name: "BeforeTool",
            matcher: ".*",
          },
          {
            name: "AfterTool",
            matcher: ".*",
          },
          {
            name: "BeforeAgent",
          },
        ],
        posix: ["command"],
        timeout: {
          field: "timeout",
          unit: "ms",
        },
        extra: {
          name: "leastkey",
        },
      },
    },
    {
      kind: "settings",
      path: ".tabnine/agent/settings.json",
      format: "json",
      strength: "advisory",
      hole: "switches hooks on; protects nothing by itself",
      writes: [
        {
          kind: "default",
          at: ["hooksConfig", "enabled"],
          value: true,
        },
      ],
    },
  ],
  marks: ["TABNINE_CLI=1"],
  traces: [".tabnine", ".tabnineignore"],
} as const satisfies Agent;
