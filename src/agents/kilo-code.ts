import type { Agent } from "./agent.ts";

export const kiloCode = {
  id: "kilo-code",
  title: "Kilo Code",
  docs: {
    url: "https://kilo.ai/docs",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".kilocodeignore",
      format: "gitignore",
      strength: "partial",
      hole: "a search that names the file, and shell commands, can still open it",
    },
    {
      kind: "settings",
      path: "kilo.json",
      format: "json",
      strength: "partial",
      hole: "search and shell commands are not covered",
      writes: [
        {
          kind: "map",
          at: ["permission", "read"],
          dialect: "wildcard",
          value: "deny",
        },
        {
          kind: "map",
          at: ["permission", "edit"],
          dialect: "wildcard",
          value: "deny",
        },
      ],
    },
    {
      kind: "hook",
      path: ".kilo/plugins/leastkey.js",
      format: "script",
      strength: "partial",
      hole: "a plugin that fails to load is dropped silently",
      script: "opencode-plugin",
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["KILO", "KILO_PID", "KILOCODE_VERSION"],
  traces: [".kilo", ".kilocode", ".kilocodeignore", "kilo.json"],
} as const satisfies Agent;
