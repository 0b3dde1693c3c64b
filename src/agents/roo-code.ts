import type { Agent } from "./agent.ts";

export const rooCode = {
  id: "roo-code",
  title: "Roo Code",
  docs: {
    url: "https://docs.roocode.com/features/rooignore",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".rooignore",
      format: "gitignore",
      strength: "partial",
      hole: "commands are checked for 13 program names only; absolute paths, pipes and interpreters pass",
    },
    {
      kind: "instructions",
      path: ".roo/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["ROO_ACTIVE=true"],
  traces: [".roo", ".rooignore", ".roomodes", ".roorules"],
  remains: "has no hooks: no call can be refused",
} as const satisfies Agent;
