import type { Agent } from "./agent.ts";

export const windsurf = {
  id: "windsurf",
  title: "Windsurf (Cascade)",
  docs: {
    url: "https://docs.windsurf.com/windsurf/cascade/hooks",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".codeiumignore",
      format: "gitignore",
      strength: "partial",
      hole: "terminal commands can still open the files",
    },
    {
      kind: "hook",
      path: ".windsurf/hooks.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass",
      hooks: {
        layout: "flat",
        root: ["hooks"],
        events: [
          {
            name: "pre_read_code",
          },
          {
            name: "pre_write_code",
          },
          {
            name: "pre_run_command",
          },
          {
            name: "pre_mcp_tool_use",
          },
          {
            name: "pre_user_prompt",
          },
        ],
        posix: ["command"],
        powershell: ["powershell"],
      },
    },
    {
      kind: "instructions",
      path: ".windsurf/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
      head: "---\ntrigger: always_on\n---\n",
    },
  ],
  marks: ["CODEIUM_EDITOR_APP_ROOT"],
  traces: [".windsurf", ".windsurfrules", ".codeiumignore", ".windsurfignore"],
} as const satisfies Agent;
