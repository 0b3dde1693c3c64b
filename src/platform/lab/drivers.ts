import { type Driver, openCodeProvider, text } from "./driver.ts";
import { otherDrivers } from "./other-drivers.ts";

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
  ...otherDrivers,
];
