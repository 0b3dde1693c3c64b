import { LeastkeyError } from "../core/errors.ts";
import type { BackendFacts, Setting } from "./backend.ts";

const checked = "2026-11-24";

const baoSettings = (prefix: readonly string[]): readonly Setting[] => {
  const env = (name: string): readonly string[] => prefix.map((one) => `${one}_${name}`);
  return [
    { key: "address", title: "address, https://host:8200", env: env("ADDR"), isRequired: true },
    { key: "namespace", title: "namespace", env: env("NAMESPACE") },
    { key: "mount", title: "where moved values go (KV mount)", env: [] },
    { key: "auth", title: "login: token, approle, jwt or oidc", env: [] },
    { key: "auth-mount", title: "mount of the login method", env: [] },
    { key: "role-id", title: "AppRole role id", env: env("ROLE_ID") },
    { key: "secret-id", title: "AppRole secret id", env: env("SECRET_ID"), isSecret: true },
    {
      key: "wrapped-secret-id",
      title: "AppRole secret id, response-wrapped: a token that opens it once",
      env: env("WRAPPED_SECRET_ID"),
      isSecret: true,
    },
    { key: "role", title: "role of a JWT or OIDC login", env: [] },
    { key: "jwt", title: "JWT", env: [], isSecret: true },
    { key: "jwt-file", title: "file with the JWT", env: [] },
    { key: "token", title: "token", env: env("TOKEN"), isSecret: true },
    { key: "token-file", title: "file with the token", env: env("TOKEN_PATH") },
    { key: "ca", title: "file with the certificate authority (PEM)", env: env("CACERT") },
  ];
};

const cloudLogin: readonly Setting[] = [
  { key: "tenant", title: "tenant id", env: ["AZURE_TENANT_ID"] },
  { key: "client-id", title: "client id", env: ["AZURE_CLIENT_ID"] },
  { key: "client-secret", title: "client secret", env: ["AZURE_CLIENT_SECRET"], isSecret: true },
];

const openbao = () => import("./adapters/openbao.ts");
const reading = () => import("./adapters/reading-program.ts");
const pass = () => import("./adapters/pass.ts");

/** Every vault elsewhere: facts alone. The code of each is loaded when a reference of its first needs it. */
export const backends: readonly BackendFacts[] = [
  {
    id: "vault",
    title: "HashiCorp Vault",
    docs: { url: "https://developer.hashicorp.com/vault/api-docs", checked },
    testedAgainst: "documentation", // the server is not in any registry; its API is OpenBao's, which is tested
    schemes: ["ref+vault://", "vault:"],
    presence: ["VAULT_ADDR"],
    settings: baoSettings(["VAULT"]),
    withheld: ["VAULT_TOKEN", "VAULT_SECRET_ID", "VAULT_WRAPPED_SECRET_ID"],
    load: openbao,
  },
  {
    id: "openbao",
    title: "OpenBao",
    docs: { url: "https://openbao.org/api-docs/", checked },
    testedAgainst: "server",
    schemes: ["ref+openbao://", "bao:"],
    presence: ["BAO_ADDR"],
    settings: baoSettings(["BAO", "VAULT"]), // OpenBao reads its own variables first, then Vault's
    withheld: ["BAO_TOKEN", "VAULT_TOKEN", "BAO_SECRET_ID", "BAO_WRAPPED_SECRET_ID", "VAULT_WRAPPED_SECRET_ID"],
    load: openbao,
  },
  {
    id: "aws",
    title: "AWS Secrets Manager",
    docs: { url: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/", checked },
    testedAgainst: "server", // moto
    schemes: ["ref+awssecrets://", "ref+awssts://"],
    presence: ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"],
    settings: [
      { key: "region", title: "region", env: ["AWS_REGION", "AWS_DEFAULT_REGION"] },
      { key: "profile", title: "profile", env: ["AWS_PROFILE"] },
      { key: "address", title: "another endpoint", env: ["AWS_ENDPOINT_URL"] },
      { key: "access-key-id", title: "access key id", env: ["AWS_ACCESS_KEY_ID"], isSecret: true },
      { key: "secret-access-key", title: "secret access key", env: ["AWS_SECRET_ACCESS_KEY"], isSecret: true },
      { key: "session-token", title: "session token", env: ["AWS_SESSION_TOKEN"], isSecret: true },
    ],
    withheld: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"],
    load: () => import("./adapters/aws.ts"),
  },
  {
    id: "onepassword",
    title: "1Password",
    docs: { url: "https://developer.1password.com/docs/cli/reference/", checked },
    testedAgainst: "documentation",
    schemes: ["op://"],
    presence: ["OP_SERVICE_ACCOUNT_TOKEN"],
    settings: [
      { key: "vault", title: "vault that moved values go to", env: [] },
      { key: "account", title: "account", env: ["OP_ACCOUNT"] },
    ],
    withheld: ["OP_SERVICE_ACCOUNT_TOKEN", "OP_CONNECT_TOKEN"],
    mayPrompt: true,
    load: () => import("./adapters/onepassword.ts"),
  },
  {
    id: "pass",
    title: "pass",
    docs: { url: "https://www.passwordstore.org/", checked },
    testedAgainst: "server",
    schemes: ["ref+pass://"],
    presence: ["PASSWORD_STORE_DIR"],
    settings: [
      { key: "store", title: "folder of the store", env: ["PASSWORD_STORE_DIR"] },
      { key: "folder", title: "folder in it for moved values", env: [] },
    ],
    withheld: [],
    mayPrompt: true,
    load: pass,
  },
  {
    id: "gopass",
    title: "gopass",
    docs: { url: "https://www.gopass.pw/docs/", checked },
    testedAgainst: "documentation",
    schemes: ["ref+gopass://"],
    presence: [],
    settings: [{ key: "folder", title: "folder for moved values", env: [] }],
    withheld: [],
    mayPrompt: true,
    load: pass,
  },
  {
    id: "infisical",
    title: "Infisical",
    docs: { url: "https://infisical.com/docs/api-reference/overview/introduction", checked },
    testedAgainst: "documentation",
    schemes: ["ref+infisical://"],
    presence: ["INFISICAL_TOKEN", "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID"],
    settings: [
      { key: "address", title: "address, when self-hosted", env: ["INFISICAL_API_URL"] },
      { key: "project", title: "project id", env: ["INFISICAL_PROJECT_ID"] },
      { key: "environment", title: "environment slug", env: [] },
      { key: "path", title: "folder", env: [] },
      { key: "client-id", title: "client id", env: ["INFISICAL_UNIVERSAL_AUTH_CLIENT_ID"] },
      { key: "client-secret", title: "client secret", env: ["INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET"], isSecret: true },
      { key: "token", title: "access token", env: ["INFISICAL_TOKEN"], isSecret: true },
    ],
    withheld: ["INFISICAL_TOKEN", "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET"],
    load: () => import("./adapters/infisical.ts"),
  },
  {
    id: "doppler",
    title: "Doppler",
    docs: { url: "https://docs.doppler.com/reference/api", checked },
    testedAgainst: "documentation",
    schemes: ["ref+doppler://"],
    presence: ["DOPPLER_TOKEN"],
    settings: [
      { key: "project", title: "project", env: ["DOPPLER_PROJECT"] },
      { key: "config", title: "config", env: ["DOPPLER_CONFIG"] },
      { key: "address", title: "another address", env: ["DOPPLER_API_HOST"] },
      { key: "token", title: "token", env: ["DOPPLER_TOKEN"], isSecret: true },
    ],
    withheld: ["DOPPLER_TOKEN"],
    load: () => import("./adapters/doppler.ts"),
  },
  {
    id: "azure",
    title: "Azure Key Vault",
    docs: { url: "https://learn.microsoft.com/rest/api/keyvault/secrets/", checked },
    testedAgainst: "documentation",
    schemes: ["ref+azurekeyvault://"],
    presence: ["AZURE_CLIENT_ID"],
    settings: [
      { key: "vault", title: "name of the key vault for moved values", env: [] },
      { key: "address", title: "another address", env: [] },
      { key: "login-address", title: "another address to log in at", env: ["AZURE_AUTHORITY_HOST"] },
      ...cloudLogin,
    ],
    withheld: ["AZURE_CLIENT_SECRET"],
    load: () => import("./adapters/azure.ts"),
  },
  {
    id: "gcp",
    title: "Google Secret Manager",
    docs: { url: "https://cloud.google.com/secret-manager/docs/reference/rest", checked },
    testedAgainst: "documentation",
    schemes: ["ref+gcpsecrets://", "sm://"],
    presence: ["CLOUDSDK_AUTH_ACCESS_TOKEN"],
    settings: [
      { key: "project", title: "project id", env: ["CLOUDSDK_CORE_PROJECT", "GOOGLE_CLOUD_PROJECT"] },
      { key: "address", title: "another address", env: [] },
      { key: "resource-manager", title: "another address of the resource manager", env: [] },
      { key: "token", title: "access token", env: ["CLOUDSDK_AUTH_ACCESS_TOKEN"], isSecret: true },
    ],
    withheld: ["CLOUDSDK_AUTH_ACCESS_TOKEN"],
    load: () => import("./adapters/gcp.ts"),
  },
  {
    id: "bitwarden",
    title: "Bitwarden Secrets Manager",
    docs: { url: "https://bitwarden.com/help/secrets-manager-cli/", checked },
    testedAgainst: "documentation",
    schemes: ["ref+bws://"],
    presence: ["BWS_ACCESS_TOKEN"],
    settings: [{ key: "token", title: "access token", env: ["BWS_ACCESS_TOKEN"], isSecret: true }],
    withheld: ["BWS_ACCESS_TOKEN"],
    isReadOnly: true,
    load: reading,
  },
  {
    id: "keeper",
    title: "Keeper Secrets Manager",
    docs: { url: "https://docs.keeper.io/en/secrets-manager/secrets-manager-command-line-interface", checked },
    testedAgainst: "documentation",
    schemes: ["keeper://"],
    presence: ["KSM_CONFIG"],
    settings: [{ key: "token", title: "configuration, base64", env: ["KSM_CONFIG"], isSecret: true }],
    withheld: ["KSM_CONFIG", "KSM_TOKEN"],
    isReadOnly: true,
    load: reading,
  },
  {
    id: "proton-pass",
    title: "Proton Pass",
    docs: { url: "https://protonpass.github.io/pass-cli/", checked },
    testedAgainst: "documentation",
    schemes: ["pass://"],
    presence: [],
    settings: [],
    withheld: [],
    isReadOnly: true,
    mayPrompt: true,
    load: reading,
  },
  {
    id: "postgres",
    title: "PostgreSQL logins",
    docs: { url: "https://www.postgresql.org/docs/15/sql-createrole.html", checked },
    testedAgainst: "server",
    schemes: ["ref+postgres://"],
    presence: [],
    settings: [
      { key: "host", title: "host", env: ["PGHOST"], isRequired: true },
      { key: "port", title: "port", env: ["PGPORT"] },
      { key: "database", title: "database", env: ["PGDATABASE"] },
      { key: "user", title: "user that may make logins (CREATEROLE)", env: ["PGUSER"] },
      { key: "password", title: "that user's password", env: ["PGPASSWORD"], isSecret: true },
      { key: "sslmode", title: "sslmode: verify-full, and what else psql knows", env: ["PGSSLMODE"] },
    ],
    withheld: ["PGPASSWORD"],
    isReadOnly: true,
    load: () => import("./adapters/postgres.ts"),
  },
  {
    id: "github",
    title: "GitHub App tokens",
    docs: { url: "https://docs.github.com/rest/apps/apps", checked },
    testedAgainst: "documentation",
    schemes: ["ref+githubapp://"],
    presence: [],
    settings: [
      { key: "app-id", title: "app id or client id", env: [], isRequired: true },
      { key: "private-key", title: "private key of the app (PEM)", env: [], isSecret: true },
      { key: "address", title: "address of the API, when it is GitHub Enterprise", env: [] },
    ],
    withheld: [],
    isReadOnly: true,
    load: () => import("./adapters/github.ts"),
  },
  {
    id: "command",
    title: "your own command",
    docs: { url: "README.md", checked },
    testedAgainst: "server",
    schemes: ["command://"],
    presence: [],
    settings: [
      { key: "program", title: "program, with its full path", env: [], isRequired: true },
      { key: "arguments", title: "arguments before get PATH, separated by spaces", env: [] },
      { key: "writes", title: "yes: it also knows set PATH (value on its input) and remove PATH", env: [] },
    ],
    withheld: [],
    mayPrompt: true,
    load: () => import("./adapters/command.ts"),
  },
];

/** The backend that a text is a reference of; undefined: of none. */
export function backendOf(text: string): BackendFacts | undefined {
  const plain = text.replace(/^secretref\+/, "ref+").replace(/^>>/, "");
  return backends.find(({ schemes }) => schemes.some((scheme) => plain.startsWith(scheme)));
}

/** Throws `usage` for a backend that there is not. */
export function factsOf(id: string): BackendFacts {
  const facts = backends.find((one) => one.id === id);
  if (facts !== undefined) return facts;
  const known = backends.map((one) => one.id).join(", ");
  throw new LeastkeyError("usage", "there is no vault of this kind", `choose one of ${known}`);
}
