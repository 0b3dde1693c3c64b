import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const geminiCli = {
  id: "gemini-cli",
  title: "Gemini CLI",
  docs: { url: "https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".geminiignore",
      format: "gitignore",
      strength: "partial",
      // seen 2026-11 with 0.61.0: read, grep, glob, list, @file and the start-up tree are filtered
      hole: "shell commands can still open the files",
    },
    {
      kind: "hook",
      path: ".gemini/settings.json",
      format: "json",
      strength: "partial",
      hole: "not loaded in untrusted folders or with --skip-trust; a hook that runs out of time lets the call pass",
      hooks: {
        layout: "nested",
        root: ["hooks"],
        // BeforeAgent sees the prompt with @file contents in it
        events: [{ name: "BeforeTool", matcher: ".*" }, { name: "AfterTool", matcher: ".*" }, { name: "BeforeAgent" }],
        posix: ["command"],
        timeout: { field: "timeout", unit: "ms" },
        extra: { name: "leastkey" },
      },
    },
    {
      kind: "tools",
      path: ".gemini/settings.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [mcpServers()],
    },
    {
      kind: "instructions",
      path: "GEMINI.md",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
    },
  ],
  marks: ["GEMINI_CLI=1"],
  traces: [".gemini", ".geminiignore", "GEMINI.md"],
  loadsDotenv: [".env"],
  trust: "start gemini in this folder and trust it",
} as const satisfies Agent;
