import type { Agent } from "./agent.ts";

export const jetbrainsAi = {
  id: "jetbrains-ai",
  title: "JetBrains AI Assistant",
  docs: {
    url: "https://www.jetbrains.com/help/ai-assistant/disable-ai-assistant.html",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".aiignore",
      format: "gitignore",
      strength: "partial",
      hole: "must be switched on in the settings; its own documentation says that ignored files may still be processed",
    },
  ],
  marks: [],
  traces: [".aiignore", ".aiassistant"],
  remains: "has no hooks: no call can be refused",
  trust: "Settings, Tools, AI Assistant, Project Settings: switch on .aiignore",
} as const satisfies Agent;
