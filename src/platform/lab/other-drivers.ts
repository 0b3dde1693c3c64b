import { type Driver, openCodeProvider, text } from "./driver.ts";

/** Driven as well, but not in our own CI; seen working in November 2026. */
export const otherDrivers: readonly Driver[] = [
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
    agent: "pi",
    binary: "pi",
    triedWith: "0.73.1",
    env: () => ({ PI_OFFLINE: "1", PI_SKIP_VERSION_CHECK: "1", PI_TELEMETRY: "0" }),
    files: ({ url }) => [
      {
        path: ".pi/agent/models.json",
        text: text({
          providers: {
            stub: { baseUrl: `${url}/v1`, api: "openai-completions", apiKey: "dummy", models: [{ id: "stub-model" }] },
          },
        }),
      },
    ],
    args: (prompt) => [
      "-p",
      "--mode",
      "json",
      "--provider",
      "stub",
      "--model",
      "stub-model",
      "--offline",
      "--tools",
      "read,bash,edit,write,grep,find,ls",
      prompt,
    ],
    isMain: (tools) => tools.includes("bash"),
    silentForMs: 60_000,
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
