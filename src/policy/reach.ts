import type { CredentialUse } from "./request.ts";

/**
 * Headers by which services act on another account, organisation or person than the credential's own, in small letters:
 * Stripe, OpenAI, Google, Kubernetes, GitLab, SendGrid, Mailgun, Zendesk, Dropbox, Discourse, Vault. From each
 * service's own reference, November 2026. What only picks among a credential's own tenants each time (Xero) is left out.
 */
const accountHeaders = new Set([
  "stripe-account",
  "stripe-context",
  "openai-organization",
  "openai-project",
  "x-goog-user-project",
  "impersonate-user",
  "impersonate-group",
  "impersonate-uid",
  "sudo",
  "on-behalf-of",
  "x-mailgun-on-behalf-of",
  "x-on-behalf-of",
  "dropbox-api-select-user",
  "dropbox-api-select-admin",
  "api-username",
  "x-vault-namespace",
]);
/** Parameters of an address that do the same: Vercel, GitLab, AWS STS. */
const accountParameters = /[?&](?:teamId|slug|sudo|Action=(?:AssumeRole\w*|GetFederationToken))(?:=|&|$)/;
const accountBody = /(?:^|&)Action=(?:AssumeRole\w*|GetFederationToken)(?:&|$)/;

/** Options by which the clouds' own programs change account, subscription or cluster; checked November 2026. */
const accountOption =
  /^(?:--profile|--account|--account-id|--subscription|--tenant|--context|--kube-context|--impersonate-service-account|--assume-role|--role-arn|--org|--organization|--team|--as)(?:=|$)/;
const accountCommands: readonly RegExp[] = [
  /^aws sts assume-role/,
  /^aws configure\b/,
  /^az account set\b/,
  /^gcloud (?:auth|config set (?:account|project))\b/,
  /^kubectl config (?:use-context|set-context)\b/,
  /^gh auth (?:login|switch)\b/,
];

const many = /^(?:--all|--all-namespaces|--recursive|-A|--everything|--include-all)(?:=true)?$/;
/** Parts of a path that take many things in one request: Elasticsearch, Microsoft Graph, Stripe-like batches. */
const manyPath =
  /\/(?:_bulk|_delete_by_query|_update_by_query|bulk|bulk[-_]\w+|\w+[-_]bulk|batch|\$batch|batch[-_]\w+)(?=[/?]|$)|:batch\w*/i;

/** The names of the account headers among these. */
export const accountHeadersIn = (names: readonly string[]): readonly string[] =>
  names.map((name) => name.toLowerCase()).filter((name) => accountHeaders.has(name));

/** Whether a use goes to another account than the credential's own. */
export function isCrossAccount(use: CredentialUse): boolean {
  switch (use.kind) {
    case "list":
      return false;
    case "http":
      return (use.account ?? []).length > 0 || accountParameters.test(use.path) || accountBody.test(use.body ?? "");
    case "command":
      return (
        use.argv.some((word) => accountOption.test(word) || accountHeaders.has(headerIn(word))) ||
        accountCommands.some((pattern) => pattern.test(use.argv.join(" ")))
      );
  }
}

/** The header that a word of curl's names: "Stripe-Account: acct", "-HStripe-Account: acct". */
const headerIn = (word: string): string => (/^(?:-H|--header=)?\s*([\w-]+):/.exec(word)?.[1] ?? "").toLowerCase();

/** Whether a use says itself that it is for many things at once. */
export function isBulk(use: CredentialUse): boolean {
  switch (use.kind) {
    case "list":
      return false;
    case "command":
      return use.argv.some((word) => many.test(word));
    case "http":
      return !/^(?:GET|HEAD|OPTIONS)$/i.test(use.method) && (manyPath.test(use.path) || isList(use.body));
  }
}

/** A JSON list of more than one. */
function isList(body: string | undefined): boolean {
  if (body === undefined || !/^\s*\[/.test(body)) return false;
  try {
    const content: unknown = JSON.parse(body);
    return Array.isArray(content) && content.length > 1;
  } catch {
    return true; // a list that cannot be counted
  }
}
