import type { Agent } from "./agent.ts";
import { mcpServers, offerHole } from "./mcp-command.ts";

export const cursor = {
  id: "cursor",
  title: "Cursor",
  docs: { url: "https://cursor.com/docs/hooks", checked: "2026-11-22" },
  surfaces: [
    {
      kind: "ignore-file",
      path: ".cursorignore",
      format: "gitignore",
      strength: "partial",
      hole: "terminal commands outside Cursor's sandbox and MCP tools can still open the files",
    },
    {
      kind: "settings",
      path: ".cursor/cli.json",
      format: "json",
      strength: "partial",
      hole: "read by cursor-agent alone, not by the editor; shell commands are not looked into",
      writes: [{ kind: "list", at: ["permissions", "deny"], dialect: "relative", wrap: ["Read(", ")"] }],
    },
    {
      kind: "hook",
      path: ".cursor/hooks.json",
      format: "json",
      strength: "partial",
      hole: "on Windows without sh every call is refused; whether the read hook fires for search hits is not documented",
      hooks: {
        layout: "flat",
        root: ["hooks"],
        events: [
          { name: "beforeReadFile" },
          { name: "beforeTabFileRead" },
          { name: "beforeShellExecution" },
          { name: "beforeMCPExecution" },
          { name: "preToolUse" },
          { name: "beforeSubmitPrompt" },
        ],
        posix: ["command"],
        timeout: { field: "timeout", unit: "s" },
        extra: { failClosed: true },
        defaults: { version: 1 },
        // with failClosed, an empty answer would count as a broken hook
        pass: '{"permission":"allow","continue":true}',
      },
    },
    {
      kind: "sandbox",
      path: ".cursor/sandbox.json",
      format: "json",
      strength: "partial",
      // the sandbox hides what .cursorignore names; as documented, not seen
      hole: "a command that you run outside of it, or that your allow list names, can open the files",
      onRequest: {
        needs: "Cursor runs commands in its sandbox where its auto-run mode says so (Settings, Agents, Auto-Run)",
        without: "commands that it runs outside its sandbox; leastkey protect --sandbox asks for the sandbox",
      },
      writes: [{ kind: "switch", at: ["type"], value: "workspace_readwrite" }],
    },
    {
      kind: "tools",
      path: ".cursor/mcp.json",
      format: "json",
      strength: "advisory",
      hole: offerHole,
      writes: [mcpServers()],
    },
    {
      kind: "instructions",
      path: ".cursor/rules/leastkey.mdc",
      format: "markdown",
      strength: "advisory",
      hole: "the model may not follow it",
      head: "---\ndescription: How credentials are handled here\nalwaysApply: true\n---\n",
    },
  ],
  marks: ["CURSOR_AGENT", "CURSOR_EXTENSION_HOST_ROLE=agent-exec"],
  traces: [".cursor", ".cursorignore", ".cursorrules", ".cursorindexingignore"],
  remains: "programs that an allow-listed terminal command runs outside the sandbox",
  trust: "trust the workspace in Cursor",
} as const satisfies Agent;
