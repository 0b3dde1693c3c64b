import type { JsonWrite } from "./agent.ts";

/** Under this name agents list our MCP server. */
export const serverName = "leastkey";

/**
 * Finds the launcher at run time, as the hooks' commands do: a file that is committed may hold no machine path. Without
 * braces, because Claude Code, Cursor and Gemini CLI put their own values into `${...}`.
 */
const script =
  'if [ -n "$LEASTKEY_HOME" ]; then set -- "$LEASTKEY_HOME"; else set -- "$XDG_DATA_HOME/leastkey" ' +
  '"$HOME/.local/share/leastkey" "$HOME/Library/Application Support/leastkey" "$LOCALAPPDATA/leastkey"; fi; ' +
  'for d do if [ -f "$d/bin/leastkey" ]; then exec "$d/bin/leastkey" mcp; fi; done; ' +
  'echo "leastkey: not installed here, so no credential can be used without being seen" >&2; exit 1';

/** Started by the agent; speaks MCP on stdin and stdout. On Windows it needs the `sh` that comes with git. */
export const serverCommand = { command: "sh", args: ["-c", script] } as const;

/** The usual form: `"mcpServers": {"leastkey": {"command", "args"}}`; `more`: what this agent wants besides. */
export const mcpServers = (more: Readonly<Record<string, string | readonly string[]>> = {}): JsonWrite => ({
  kind: "server",
  at: ["mcpServers"],
  value: { ...more, ...serverCommand },
});

/** Why it is called advisory. */
export const offerHole = "an offer: the model may not use it";
