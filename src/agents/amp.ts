import type { Agent } from "./agent.ts";

export const amp = {
  id: "amp",
  title: "Amp",
  docs: {
    url: "https://ampcode.com/manual",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".amp/plugins/leastkey.ts",
      format: "script",
      strength: "partial",
      hole: "plugins are experimental; written from the documentation, not seen to work",
      script: "amp-plugin",
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["AGENT=amp", "AMP_CURRENT_THREAD_ID"],
  traces: [".amp"],
} as const satisfies Agent;
