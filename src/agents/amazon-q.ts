import type { Agent } from "./agent.ts";

export const amazonQ = {
  id: "amazon-q",
  title: "Amazon Q Developer CLI",
  docs: {
    url: "https://github.com/aws/amazon-q-developer-cli/blob/main/docs/agent-format.md",
    checked: "2026-11-22",
  },
  surfaces: [
    {
      kind: "settings",
      path: ".amazonq/cli-agents/leastkey.json",
      format: "json",
      strength: "partial",
      hole: "holds in sessions started with: q chat --agent leastkey",
      writes: [
        {
          kind: "default",
          at: ["name"],
          value: "leastkey",
        },
        {
          kind: "default",
          at: ["description"],
          value: "Default agent with credentials out of reach",
        },
        {
          kind: "default",
          at: ["tools"],
          value: ["*"],
        },
        {
          kind: "list",
          at: ["toolsSettings", "fs_read", "deniedPaths"],
          dialect: "anywhere",
          wrap: ["", ""],
        },
        {
          kind: "list",
          at: ["toolsSettings", "fs_write", "deniedPaths"],
          dialect: "anywhere",
          wrap: ["", ""],
        },
      ],
    },
    {
      kind: "hook",
      path: ".amazonq/cli-agents/leastkey.json",
      format: "json",
      strength: "partial",
      hole: "holds in sessions started with: q chat --agent leastkey; a hook that crashes or runs out of time lets the call pass",
      hooks: {
        layout: "flat",
        root: ["hooks"],
        events: [
          {
            name: "preToolUse",
            matcher: "*",
          },
        ],
        posix: ["command"],
        timeout: {
          field: "timeout_ms",
          unit: "ms",
        },
      },
    },
    {
      kind: "instructions",
      path: ".amazonq/rules/leastkey.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["AWS_EXECUTION_ENV=AmazonQ-For-CLI", "Q_TERM"],
  traces: [".amazonq"],
} as const satisfies Agent;
