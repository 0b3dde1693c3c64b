import type { Agent } from "./agent.ts";

export const aider = {
  id: "aider",
  title: "Aider",
  docs: {
    url: "https://aider.chat/docs/config/aiderignore.html",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".aiderignore",
      format: "gitignore",
      strength: "partial",
      hole: "keeps files out of the repository map and the chat; /run and the user's own commands are not covered",
    },
  ],
  marks: [],
  traces: [".aiderignore", ".aider.conf.yml", ".aider.chat.history.md", ".aider.input.history"],
  remains: "has no hooks: no call can be refused",
} as const satisfies Agent;
