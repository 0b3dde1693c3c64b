/** Where one run of an agent happens. */
export interface RunPlace {
  readonly url: string; // of the scripted model
  readonly root: string;
  readonly userHome: string;
  readonly tmp: string;
}

/** How an agent is pointed at the scripted model, without its user's account or settings. */
export interface Driver {
  readonly agent: string; // registry id
  readonly binary: string;
  readonly env: (place: RunPlace) => Readonly<Record<string, string>>;
  /** Files in the throw-away HOME. */
  readonly files: (place: RunPlace) => readonly { readonly path: string; readonly text: string }[];
  /** `guarded`: with the workspace's rules; without, everything is allowed, to see that the attempt works at all. */
  readonly args: (prompt: string, guarded: boolean, place: RunPlace) => readonly string[];
  /** Whether these tools are the conversation's; agents talk to the model on the side. */
  readonly isMain: (tools: readonly string[]) => boolean;
  /** Never silent for longer: neither at its start nor in a call. */
  readonly silentForMs: number;
  /** The version that these flags were seen to work with. */
  readonly triedWith: string;
  /** It answers a second read of a file with "unchanged since last read". */
  readonly remembersReads?: boolean;
  /** What the user must have done for the hooks to run, which the lab does in its own HOME. */
  readonly trust?: string;
}

const text = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const openCodeProvider = (url: string): string =>
  text({
    // Of each step a commit of the whole workspace, a language server and a formatter: none is what is tried.
    snapshot: false,
    lsp: false,
    formatter: false,
    provider: {
      stub: {
        npm: "@ai-sdk/openai-compatible",
        options: { baseURL: `${url}/v1`, apiKey: "dummy" },
        models: { "stub-model": { name: "stub", tool_call: true, limit: { context: 200_000, output: 8000 } } },
      },
    },
  });

/** Flags and settings as seen working in November 2026 (agent-lab, section 3). */
export const drivers: readonly Driver[] = [
  {
    agent: "claude-code",
    binary: "claude",
    triedWith: "2.1.330",
    env: ({ url }) => ({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: "dummy",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
    }),
    files: () => [],
    args: (prompt) => [
      "-p",
      prompt,
      "--output-format",
      "json",
      "--allowedTools",
      "Bash",
      "Read",
      "Grep",
      "Glob",
      "Edit",
      "Write",
    ],
    isMain: (tools) => tools.includes("Bash"),
    silentForMs: 30_000,
  },
  {
    agent: "codex",
    binary: "codex",
    triedWith: "0.169.0",
    env: ({ userHome }) => ({ CODEX_HOME: `${userHome}/.codex`, STUB_KEY: "dummy" }),
    files: ({ url, root }) => [
      {
        path: ".codex/config.toml",
        text: [
          'model = "gpt-5.4"',
          'model_provider = "stub"',
          "check_for_update_on_startup = false",
          "[analytics]",
          "enabled = false",
          "[model_providers.stub]",
          'name = "stub"',
          `base_url = "${url}/v1"`,
          'env_key = "STUB_KEY"',
          'wire_api = "responses"',
          "request_max_retries = 0",
          "stream_max_retries = 0",
          "supports_websockets = false",
          `[projects.${JSON.stringify(root)}]`,
          'trust_level = "trusted"',
          "",
        ].join("\n"),
      },
    ],
    // --sandbox would switch the workspace's permission profile off (seen with 0.169.0)
    args: (prompt, guarded) => [
      "exec",
      "--skip-git-repo-check",
      "--json",
      ...(guarded ? ["--dangerously-bypass-hook-trust"] : ["-s", "danger-full-access"]),
      prompt,
    ],
    isMain: (tools) => tools.includes("exec_command") || tools.includes("shell") || tools.includes("shell_command"),
    silentForMs: 30_000,
    trust: "the project is trusted and the hooks are accepted",
  },
  {
    agent: "gemini-cli",
    binary: "gemini",
    triedWith: "0.61.0",
    env: ({ url }) => ({
      GOOGLE_GEMINI_BASE_URL: url,
      GEMINI_API_KEY: "dummy",
      GEMINI_MODEL: "gemini-2.5-pro",
      GEMINI_CLI_TRUST_WORKSPACE: "true",
      GEMINI_TELEMETRY_ENABLED: "false",
    }),
    files: () => [
      {
        path: ".gemini/settings.json",
        text: text({
          security: { auth: { selectedType: "gemini-api-key" } },
          general: { disableAutoUpdate: true },
          privacy: { usageStatisticsEnabled: false },
          model: { disableLoopDetection: true },
        }),
      },
    ],
    args: (prompt) => ["-p", prompt, "-o", "json", "--yolo"],
    isMain: (tools) => tools.includes("run_shell_command"),
    silentForMs: 60_000,
    trust: "the folder is trusted",
  },
  {
    agent: "qwen-code",
    binary: "qwen",
    triedWith: "0.24.4",
    remembersReads: true,
    env: ({ url }) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "dummy", OPENAI_MODEL: "stub-model" }),
    files: () => [
      {
        path: ".qwen/settings.json",
        text: text({
          general: { disableAutoUpdate: true },
          privacy: { usageStatisticsEnabled: false },
          model: { skipLoopDetection: true },
        }),
      },
    ],
    args: (prompt) => [prompt, "-o", "json", "--auth-type", "openai", "--yolo"],
    // At its end a memory agent speaks with six tools of its own, and would play the script once more.
    isMain: (tools) => tools.includes("run_shell_command") && tools.length > 8,
    silentForMs: 60_000,
  },
  {
    agent: "opencode",
    binary: "opencode",
    triedWith: "1.18.33",
    env: () => ({
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    }),
    files: ({ url }) => [
      {
        path: ".config/opencode/opencode.json",
        text: openCodeProvider(url),
      },
    ],
    args: (prompt) => ["run", "--format", "json", "-m", "stub/stub-model", "--auto", prompt],
    isMain: (tools) => tools.includes("bash"),
    silentForMs: 120_000,
  },
  {
    agent: "copilot-cli",
    binary: "copilot",
    triedWith: "1.0.102",
    env: ({ url }) => ({
      COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      COPILOT_PROVIDER_TYPE: "openai",
      COPILOT_PROVIDER_API_KEY: "dummy",
      COPILOT_MODEL: "gpt-4.1",
      COPILOT_OFFLINE: "true",
    }),
    files: () => [],
    args: (prompt) => ["-p", prompt, "--allow-all-tools", "--allow-all-paths", "--no-auto-update", "--trust-folder"],
    isMain: (tools) => tools.includes("bash"),
    silentForMs: 60_000,
    trust: "the folder is trusted",
  },
  {
    agent: "kilo-code",
    binary: "kilo",
    triedWith: "7.7.7",
    env: () => ({
      KILO_DISABLE_AUTOUPDATE: "1",
      KILO_DISABLE_MODELS_FETCH: "1",
      KILO_DISABLE_DEFAULT_PLUGINS: "1",
      KILO_DISABLE_LSP_DOWNLOAD: "1",
    }),
    files: ({ url }) => [{ path: ".config/kilo/kilo.json", text: openCodeProvider(url) }],
    args: (prompt) => ["run", "--format", "json", "-m", "stub/stub-model", "--auto", prompt],
    isMain: (tools) => tools.includes("bash"),
    silentForMs: 120_000,
  },
  {
    agent: "cline",
    binary: "cline",
    triedWith: "3.0.65",
    env: () => ({ CLINE_SESSION_BACKEND_MODE: "local", CLINE_NO_AUTO_UPDATE: "1" }),
    files: ({ url }) => [
      {
        path: ".cline/data/settings/providers.json",
        text: text({
          version: 1,
          lastUsedProvider: "openai-compatible",
          providers: {
            "openai-compatible": {
              settings: { provider: "openai-compatible", apiKey: "dummy", model: "stub-model", baseUrl: `${url}/v1` },
              // Without these two it writes the file anew and forgets the address.
              updatedAt: "2026-11-24T00:00:00.000Z",
              tokenSource: "manual",
            },
          },
        }),
      },
    ],
    args: (prompt) => ["--json", "-P", "openai-compatible", "-m", "stub-model", "-k", "dummy", prompt],
    isMain: (tools) => tools.includes("run_commands"),
    silentForMs: 60_000,
  },
  {
    agent: "factory-droid",
    binary: "droid",
    triedWith: "0.225.2",
    env: ({ url }) => ({ FACTORY_API_KEY: "fk-dummy", FACTORY_API_BASE_URL: url }),
    files: ({ url }) => [
      {
        path: ".factory/settings.json",
        text: text({
          customModels: [
            {
              model: "stub-model",
              displayName: "stub",
              baseUrl: `${url}/v1`,
              apiKey: "dummy",
              provider: "generic-chat-completion-api",
              maxOutputTokens: 8000,
            },
          ],
        }),
      },
    ],
    args: (prompt) => ["exec", "-m", "custom:stub-0", "-o", "json", "--skip-permissions-unsafe", prompt],
    isMain: (tools) => tools.includes("Execute"),
    silentForMs: 60_000,
  },
  {
    agent: "continue",
    binary: "cn",
    triedWith: "1.5.47",
    env: () => ({ CONTINUE_TELEMETRY_ENABLED: "0" }),
    files: ({ url }) => [
      {
        path: "config.yaml",
        text: [
          "name: lab",
          "version: 0.0.1",
          "schema: v1",
          "models:",
          "  - name: stub",
          "    provider: openai",
          "    model: stub-model",
          "    apiKey: dummy",
          `    apiBase: ${url}/v1`,
          "    capabilities: [tool_use]",
          "",
        ].join("\n"),
      },
    ],
    args: (prompt, _guarded, { userHome }) => ["-p", prompt, "--config", `${userHome}/config.yaml`, "--auto"],
    isMain: (tools) => tools.includes("Bash"),
    silentForMs: 60_000,
  },
];
