import type { Agent } from "./agent.ts";

export const zed = {
  id: "zed",
  title: "Zed",
  docs: {
    url: "https://zed.dev/docs/ai/tool-permissions",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "settings",
      path: ".zed/settings.json",
      format: "jsonc",
      strength: "partial",
      hole: "the terminal is not covered; whether a project's list replaces the default is not documented, so the default is written too",
      writes: [
        {
          kind: "default",
          at: ["private_files"],
          value: ["**/.env*", "**/*.pem", "**/*.key", "**/*.cert", "**/*.crt", "**/secrets.yml"],
        },
        {
          kind: "list",
          at: ["private_files"],
          dialect: "relative",
          wrap: ["", ""],
        },
      ],
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["ZED_SESSION_ID"],
  traces: [".zed", ".rules"],
  remains: "has no hooks: no call can be refused",
} as const satisfies Agent;
