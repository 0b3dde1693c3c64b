import { basename } from "node:path";

/** How an agent's program is started inside a session. Facts from each agent's documentation and help, 2026-11. */
interface Launch {
  readonly binary: string;
  /** Hosts of its own model and account; passed through unread. */
  readonly hosts: readonly string[];
  /** Variables that hold its own access to its model; it cannot work without, so they are left to it. */
  readonly keys: readonly string[];
  /** Folders below the home folder that it writes to. */
  readonly state: readonly string[];
  readonly mcp: (server: McpCommand, place: McpPlace) => McpSetup;
}

export interface McpCommand {
  readonly command: string;
  readonly args: readonly string[];
}

interface McpPlace {
  /** A file of the session that the setup may name. */
  readonly file: string;
}

/** What is added so that the agent finds our server; nothing is written into the user's or the project's settings. */
export interface McpSetup {
  /** After the program's name, before the user's own arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Content of the session's file; undefined: none is needed. */
  readonly file: string | undefined;
}

const none: McpSetup = { args: [], env: {}, file: undefined };
const servers = ({ command, args }: McpCommand, extra: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ mcpServers: { leastkey: { command, args, ...extra } } });

const launches: readonly Launch[] = [
  {
    binary: "claude",
    hosts: [
      "api.anthropic.com",
      "claude.ai",
      "*.claude.ai",
      "console.anthropic.com",
      "platform.claude.com",
      "mcp-proxy.anthropic.com",
    ],
    keys: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"],
    state: [".claude", ".claude.json", ".cache", ".local/share/claude", ".local/state"],
    mcp: (server, { file }) => ({ args: [`--mcp-config=${file}`], env: {}, file: servers(server, { type: "stdio" }) }),
  },
  {
    binary: "codex",
    hosts: ["api.openai.com", "chatgpt.com", "*.chatgpt.com", "auth.openai.com"],
    keys: ["OPENAI_API_KEY", "CODEX_API_KEY"],
    state: [".codex", ".cache"],
    mcp: ({ command, args }) => ({
      args: [
        "-c",
        `mcp_servers.leastkey.command=${JSON.stringify(command)}`,
        "-c",
        `mcp_servers.leastkey.args=${JSON.stringify(args)}`,
        "-c", // it hands a server only what is named
        'mcp_servers.leastkey.env_vars=["LEASTKEY_HOME","XDG_DATA_HOME"]',
      ],
      env: {},
      file: undefined,
    }),
  },
  {
    binary: "gemini",
    hosts: [
      "generativelanguage.googleapis.com",
      "cloudcode-pa.googleapis.com",
      "oauth2.googleapis.com",
      "accounts.google.com",
    ],
    keys: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
    state: [".gemini", ".cache"],
    // Settings besides the user's own count only where root owns them (0.61): it finds the server that protect wrote.
    mcp: () => none,
  },
  {
    binary: "qwen",
    hosts: ["dashscope.aliyuncs.com", "*.dashscope.aliyuncs.com", "chat.qwen.ai", "portal.qwen.ai"],
    keys: ["OPENAI_API_KEY", "DASHSCOPE_API_KEY"],
    state: [".qwen", ".cache"],
    mcp: (server, { file }) => ({ args: [], env: { QWEN_CODE_SYSTEM_SETTINGS_PATH: file }, file: servers(server) }),
  },
  {
    binary: "copilot",
    hosts: ["api.githubcopilot.com", "*.githubcopilot.com"],
    keys: ["COPILOT_GITHUB_TOKEN", "COPILOT_PROVIDER_API_KEY"],
    state: [".copilot", ".cache", ".local/state"],
    mcp: (server, { file }) => ({
      args: ["--additional-mcp-config", `@${file}`],
      env: {},
      file: servers(server, { type: "local", tools: ["*"] }),
    }),
  },
  {
    binary: "opencode",
    hosts: ["opencode.ai", "*.opencode.ai", "models.dev"],
    keys: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENCODE_API_KEY"],
    state: [".config/opencode", ".local/share/opencode", ".local/state/opencode", ".cache"],
    mcp: ({ command, args }) => ({
      args: [],
      env: {
        OPENCODE_CONFIG_CONTENT: JSON.stringify({
          mcp: { leastkey: { type: "local", command: [command, ...args], enabled: true } },
        }),
      },
      file: undefined,
    }),
  },
];

export interface AgentLaunch extends Omit<Launch, "mcp"> {
  readonly mcp: McpSetup;
}

/** How this command is started; a program that is no agent we know gets no MCP server and no open host. */
export function launchOf(command: string, server: McpCommand, place: McpPlace): AgentLaunch {
  const name = basename(command).replace(/\.(?:exe|cmd|js)$/, "");
  const known = launches.find(({ binary }) => binary === name);
  if (known === undefined) return { binary: name, hosts: [], keys: [], state: [".cache"], mcp: none };
  return { ...known, mcp: known.mcp(server, place) };
}
