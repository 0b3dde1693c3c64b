import type { Agent } from "./agent.ts";

export const trae = {
  id: "trae",
  title: "Trae",
  docs: {
    url: "https://docs.trae.ai/ide/ignore-files",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".trae/.ignore",
      format: "gitignore",
      strength: "advisory",
      hole: "keeps files out of the index and #Workspace only; reading and shell commands are not covered",
    },
    {
      kind: "instructions",
      path: ".trae/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["TERM_PRODUCT=Trae"],
  traces: [".trae"],
  remains: "has no command hooks: no call can be refused",
} as const satisfies Agent;
