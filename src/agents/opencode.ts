import type { Agent } from "./agent.ts";
import { offerHole, serverCommand } from "./mcp-command.ts";

export const opencode = {
  id: "opencode",
  title: "OpenCode",
  docs: {
    url: "https://opencode.ai/docs/permissions",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "settings",
      path: "opencode.json",
      format: "json",
      strength: "partial",
      hole: "symlinks, search and shell commands are not covered; the plugin covers them",
      writes: [
        {
          kind: "map",
          at: ["permission", "read"],
          dialect: "wildcard",
          value: "deny",
        },
        {
          kind: "map",
          at: ["permission", "edit"],
          dialect: "wildcard",
          value: "deny",
        },
      ],
    },
    {
      kind: "hook",
      path: ".opencode/plugins/leastkey.js",
      format: "script",
      strength: "partial",
      hole: "a plugin that fails to load is dropped silently",
      script: "opencode-plugin",
    },
    {
      kind: "tools",
      path: "opencode.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [
        {
          kind: "server",
          at: ["mcp"],
          value: { type: "local", command: [serverCommand.command, ...serverCommand.args] },
        },
      ],
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["OPENCODE", "OPENCODE_PID"],
  traces: [".opencode", "opencode.json", "opencode.jsonc"],
} as const satisfies Agent;
