import type { Agent } from "./agent.ts";

export const junie = {
  id: "junie",
  title: "JetBrains Junie",
  docs: {
    url: "https://www.jetbrains.com/help/junie/aiignore.html",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".aiignore",
      format: "gitignore",
      strength: "partial",
      hole: "asks the user before it opens a file; terminal commands are not covered",
    },
    {
      kind: "instructions",
      path: ".junie/guidelines.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["JUNIE_DATA", "JUNIE_SHIM_PATH"],
  traces: [".junie"],
  remains: "project hooks are not read",
} as const satisfies Agent;
