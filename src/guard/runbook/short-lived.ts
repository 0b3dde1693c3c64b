export interface ShorterKind {
  readonly instead: string;
  readonly docs: string;
}

const checked: readonly (readonly [provider: string, instead: string, docs: string])[] = [
  [
    "AWS",
    "temporary credentials of IAM Identity Center or a role",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html",
  ],
  ["Azure", "a managed identity", "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/"],
  [
    "Google",
    "workload identity federation or impersonation",
    "https://cloud.google.com/iam/docs/create-short-lived-credentials-direct",
  ],
  [
    "GitHub",
    "an installation token of a GitHub App, or a fine-grained token with an end",
    "https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app",
  ],
  ["GitLab", "an ID token or a token with an end", "https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
  [
    "Kubernetes",
    "kubectl create token",
    "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
  ],
  ["HashiCorp Vault", "a token with a time to live", "https://developer.hashicorp.com/vault/docs/concepts/tokens"],
  ["npm", "trusted publishing", "https://docs.npmjs.com/trusted-publishers"],
  ["PyPI", "trusted publishing", "https://docs.pypi.org/trusted-publishers/"],
  ["RubyGems", "trusted publishing", "https://guides.rubygems.org/trusted-publishing/"],
  ["crates.io", "trusted publishing", "https://crates.io/docs/trusted-publishing"],
];

/**
 * Providers that issue credentials which end by themselves, by their title in the detection rules. Written down
 * 2026-11-24 from what these providers document; the pages could not be opened where this was written.
 */
export const shortLived: ReadonlyMap<string, ShorterKind> = new Map(
  checked.map(([provider, instead, docs]) => [provider, { instead, docs }]),
);
