import type { Agent } from "./agent.ts";

export const openhands = {
  id: "openhands",
  title: "OpenHands",
  docs: {
    url: "https://docs.openhands.dev",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["AI_AGENT=openhands"],
  traces: [".openhands"],
  remains: "its hooks are not described well enough to write them",
} as const satisfies Agent;
