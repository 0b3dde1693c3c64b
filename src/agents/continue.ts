import type { Agent } from "./agent.ts";

export const continueDev = {
  id: "continue",
  title: "Continue",
  docs: {
    url: "https://docs.continue.dev/cli/overview",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".continueignore",
      format: "gitignore",
      strength: "advisory",
      hole: "seen 2026-11 to have no effect on the tools of its CLI; indexing alone",
    },
    {
      kind: "instructions",
      path: ".continue/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
      head: "---\nname: Credentials\nalwaysApply: true\n---\n",
    },
  ],
  marks: [],
  traces: [".continue", ".continueignore", ".continuerc.json"],
  remains: "its hooks are read and never called (1.5.47)",
  loadsDotenv: [".env"], // by its CLI
} as const satisfies Agent;
