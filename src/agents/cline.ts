import type { Agent } from "./agent.ts";

export const cline = {
  id: "cline",
  title: "Cline",
  docs: {
    url: "https://docs.cline.bot/features/hooks",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".clineignore",
      format: "gitignore",
      strength: "advisory",
      hole: "seen 2026-11 to have no effect on reads, searches or commands",
    },
    {
      kind: "hook",
      path: ".clinerules/hooks/PreToolUse",
      format: "script",
      strength: "partial",
      hole: "hooks must be switched on in the settings; a refusal ends the whole run; not on Windows",
      script: "cline-hook",
      mode: 0o755,
    },
    {
      kind: "instructions",
      path: ".clinerules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["CLINE_ACTIVE=true"],
  traces: [".clinerules", ".cline", ".clineignore"],
  remains: "puts an @file mention into the prompt before any hook",
  loadsDotenv: [".env"],
  trust: "switch hooks on in Cline's settings",
} as const satisfies Agent;
