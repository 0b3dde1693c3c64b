import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const factoryDroid = {
  id: "factory-droid",
  title: "Factory Droid",
  docs: {
    url: "https://docs.factory.ai/reference/hooks-reference",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      // A deny list of Droid's sandbox, and no sandbox: it is called one where it is switched on.
      kind: "settings",
      path: ".factory/settings.json",
      format: "json",
      strength: "partial",
      hole: "holds while the sandbox is on; the user can take a path off the list",
      writes: [
        {
          kind: "list",
          at: ["sandbox", "filesystem", "denyRead"],
          dialect: "dot",
          wrap: ["", ""],
        },
      ],
    },
    {
      kind: "hook",
      // Not hooks.json: the lab saw 0.225.2 run hooks of this file alone (2026-11-24).
      path: ".factory/settings.json",
      format: "json",
      strength: "partial",
      hole: "a hook that crashes or runs out of time lets the call pass; @file mentions are not hooked in exec",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        events: [
          {
            name: "PreToolUse",
            matcher: "*",
          },
          {
            name: "PostToolUse",
            matcher: "*",
          },
          {
            name: "UserPromptSubmit",
          },
        ],
        posix: ["command"],
        timeout: {
          field: "timeout",
          unit: "s",
        },
      },
    },
    {
      kind: "sandbox",
      path: ".factory/settings.json",
      format: "json",
      strength: "partial",
      // seen 2026-11-24 with 0.225.2: no command opens what denyRead names; for the file tools as documented
      hole: "the user can take a path off the list",
      onRequest: {
        needs: "Droid runs every command in its sandbox then: on Linux install bubblewrap and socat",
        without: "programs that it runs can open files themselves; leastkey protect --sandbox switches its sandbox on",
      },
      writes: [
        { kind: "switch", at: ["sandbox", "enabled"], value: true },
        { kind: "switch", at: ["sandbox", "mode"], value: "per-command" },
      ],
    },
    {
      kind: "tools",
      path: ".factory/mcp.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [mcpServers({ type: "stdio" })],
    },
    {
      kind: "instructions",
      path: "AGENTS.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: [],
  hookSwitch: { paths: [".factory/settings.json"], key: "hooksDisabled", value: true },
  traces: [".factory"],
} as const satisfies Agent;
