import type { Agent } from "./agent.ts";

export const pi = {
  id: "pi",
  title: "Pi",
  docs: {
    url: "https://github.com/badlogic/pi-mono/blob/main/packages/coding-agent/docs/extensions.md",
    checked: "2026-11-24",
  },
  surfaces: [
    {
      kind: "hook",
      path: ".pi/extensions/leastkey.js",
      format: "script",
      strength: "partial",
      hole: "--no-extensions leaves it out; commands that the user runs with ! are the user's own",
      script: "pi-extension",
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["PI_CODING_AGENT"],
  traces: [".pi"],
} as const satisfies Agent;
