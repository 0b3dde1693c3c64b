/** Who turns a reference into its value. `deploy`: a platform does at deploy time, nobody on this machine can. */
export type ResolvedBy = "leastkey" | "tool" | "deploy";

export interface RecognisedReference {
  readonly system: string; // "1Password"
  readonly by: ResolvedBy;
  /** The program that resolves it, for the way forward: "op run". */
  readonly tool?: string;
}

interface Form extends RecognisedReference {
  readonly pattern: RegExp;
}

const segment = "[^/\\s\"'`?#]+";
/** Forms that stand for a whole value. Sources: each system's own documentation, read 2026-11. */
const wholeForms: readonly Form[] = [
  { system: "Leastkey", by: "leastkey", pattern: /^leastkey:\/\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){3}$/ },
  {
    system: "1Password",
    by: "tool",
    tool: "op run",
    // op-vscode writes $VAR inside references; they are references all the same
    pattern:
      /^op:\/\/[A-Za-z0-9_. ${}-]+(?:\/[A-Za-z0-9_. ${}-]+){2,3}(?:\?[a-z-]+=[A-Za-z0-9-]+(?:&[a-z-]+=[A-Za-z0-9-]+)*)?$/,
  },
  { system: "vals", by: "tool", tool: "vals exec", pattern: /^(?:secret)?ref\+[a-z0-9]+:\/\/[^\s"'`]+$/ },
  {
    system: "Vault (bank-vaults)",
    by: "tool",
    tool: "vault-env",
    pattern: /^(?:>>)?(?:vault|bao):[A-Za-z0-9_./-]+#(?:[A-Za-z0-9_.-]+|\$\{[^}\s]+\})(?:#\d+)?$/,
  },
  { system: "Keeper", by: "tool", tool: "ksm exec", pattern: /^keeper:\/\/[^/\n"'`]+\/[a-z_]+(?:\/[^\n"'`]+)?$/ },
  {
    system: "Proton Pass",
    by: "tool",
    tool: "pass-cli run",
    pattern: /^pass:\/\/[^/\n"'`]+\/[^/\n"'`]+\/[^/\n"'`]+$/,
  },
  {
    system: "Google Secret Manager",
    by: "tool",
    tool: "berglas exec",
    pattern: new RegExp(
      `^(?:sm://${segment}(?:/${segment})*(?:#[A-Za-z0-9]+)?|\\$\\{sm[@:]//?[^}\\s]+\\}|\\$\\{sm@[^}\\s]+\\})$`,
    ),
  },
  { system: "command", by: "tool", tool: "leastkey run", pattern: /^command:\/\/[A-Za-z0-9_.][A-Za-z0-9_./-]*$/ },
  {
    system: "varlock",
    by: "tool",
    tool: "varlock run",
    pattern: /^(?:op|awsSecret|vaultSecret|infisical|keychain|varlock|bitwarden|exec)\((?:[^()\n]|\([^()\n]*\))*\)$/,
  },
  {
    system: "secret provider address",
    by: "tool",
    tool: "secretspec run",
    pattern: new RegExp(`^(?:onepassword|keyring|awssm|doppler|infisical)://${segment}(?:/[^\\s"'\`]*)?$`),
  },
  {
    system: "AWS CloudFormation",
    by: "deploy",
    pattern: /^\{\{resolve:(?:secretsmanager|ssm|ssm-secure):[^}\s]+\}\}$/,
  },
  { system: "Azure App Service", by: "deploy", pattern: /^@Microsoft\.KeyVault\((?:SecretUri|VaultName)=[^)\s]+\)$/ },
  { system: "CI expression", by: "deploy", pattern: /^\$\{\{[^}\n]+\}\}$/ },
  { system: "SOPS", by: "deploy", tool: "sops exec-env", pattern: /^ENC\[AES256_GCM,data:[^\]\s]*\]$/ },
  { system: "dotenvx", by: "tool", tool: "dotenvx run", pattern: /^encrypted:[A-Za-z0-9+/=]+$/ },
];

/** Each is bounded, for a search starts at every character. Inside a longer value: `postgres://u:ref+vault://a#/b+@host`. */
const embeddedForms: readonly Form[] = [
  { system: "vals", by: "tool", tool: "vals exec", pattern: /(?:secret)?ref\+[a-z0-9]{1,30}:\/\/[^\s"'`+]/ },
  {
    system: "Vault (bank-vaults)",
    by: "tool",
    tool: "vault-env",
    pattern: /\$\{(?:>>)?(?:vault|bao):(?:[^{}\s]|\$\{[^{}\n]{0,100}\}){1,300}\}/,
  },
  { system: "1Password", by: "tool", tool: "op inject", pattern: /\{\{\s{0,9}op:\/\/[^}\n]{1,300}\}\}/ },
  { system: "CI expression", by: "deploy", pattern: /\$\{\{[^}\n]{1,300}\}\}/ },
];

/** The reference that a whole value is, in any system's form; undefined when the value is something else. */
export function recogniseReference(text: string): RecognisedReference | undefined {
  if (text.length > 4096) return undefined;
  const form = wholeForms.find(({ pattern }) => pattern.test(text));
  return form === undefined ? undefined : facts(form);
}

/** The first reference inside a longer value, such as the password part of an address. */
export function referenceWithin(text: string): RecognisedReference | undefined {
  if (text.length > 65_536) return undefined;
  const form = embeddedForms.find(({ pattern }) => pattern.test(text));
  return form === undefined ? undefined : facts(form);
}

function facts({ system, by, tool }: Form): RecognisedReference {
  return { system, by, ...(tool === undefined ? {} : { tool }) };
}
