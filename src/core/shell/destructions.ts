export interface Destruction {
  readonly pattern: RegExp;
  readonly what: string;
  readonly unless?: RegExp;
  /** First words of the lines that it can match: a pattern is compiled for these alone. Without: for every line. */
  readonly programs?: readonly string[];
}

const local = /\b(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal)\b|\.local\b/;
const words = (text: string): RegExp => new RegExp(text, "i");

/** Commands and requests that destroy what a credential reaches, and what dies. One line each; checked November 2026. */
export const destructions: readonly Destruction[] = [
  {
    pattern: words(String.raw`^(?:curl|http|https|xh|wget)\b.*(?:-X\s*|--request[= ]|--method[= ]|\s)DELETE\b`),
    programs: ["curl", "http", "https", "xh", "wget"],
    what: "whatever stands at that URL",
    unless: local,
  },
  {
    pattern: words(
      String.raw`\b(?:volume|project|service|environment|database|plugin|deployment|app|bucket|cluster|repository|organization|team|user|record|zone|site|domain|branch|instance|table|index)s?(?:Delete|Destroy|Remove|Wipe|Purge)\s*[({]`,
    ),
    what: "what that GraphQL mutation deletes",
    unless: local,
  },
  {
    pattern: words(String.raw`mutation\b[\s\S]*\b(?:delete|destroy|remove|wipe|purge|drop)[A-Z]\w*\s*[({]`),
    what: "what that GraphQL mutation deletes",
    unless: local,
  },
  {
    pattern: words(
      String.raw`^(?:terraform|tofu|terragrunt|pulumi|cdk|cdktf|sst|serverless|sls)\b.*\b(?:destroy|remove)\b|^(?:terraform|tofu)\b.*\bapply\b.*-destroy|^(?:terraform|tofu)\s+state\s+rm\b`,
    ),
    programs: ["terraform", "tofu", "terragrunt", "pulumi", "cdk", "cdktf", "sst", "serverless", "sls"],
    what: "the infrastructure of that stack",
  },
  {
    pattern: words(String.raw`^railway\b.*\b(?:delete|down|remove|destroy)\b`),
    programs: ["railway"],
    what: "a Railway volume, service or deployment",
  },
  {
    pattern: words(String.raw`^(?:flyctl|fly)\b.*\b(?:destroy|delete|remove)\b`),
    programs: ["flyctl", "fly"],
    what: "a Fly.io app, machine or volume",
  },
  {
    pattern: words(String.raw`^(?:vercel|vc)\s+(?:remove|rm|env\s+rm|dns\s+rm|domains\s+rm|project\s+rm)\b`),
    programs: ["vercel", "vc"],
    what: "a Vercel project, deployment or variable",
  },
  {
    pattern: words(String.raw`^(?:netlify|ntl)\b.*\b(?:delete|unset|unlink)\b`),
    programs: ["netlify", "ntl"],
    what: "a Netlify site or variable",
  },
  {
    pattern: words(String.raw`^heroku\b.*(?::destroy|:unset|:reset|:remove|\bdestroy\b)`),
    programs: ["heroku"],
    what: "a Heroku app, add-on or database",
  },
  { pattern: words(String.raw`^render\b.*\b(?:delete|suspend)\b`), programs: ["render"], what: "a Render service" },
  {
    pattern: words(String.raw`^supabase\b.*\b(?:delete|db\s+reset\s+--linked|projects\s+delete|secrets\s+unset)\b`),
    programs: ["supabase"],
    what: "a Supabase project, database or secret",
  },
  {
    pattern: words(
      String.raw`^(?:neonctl|neon)\b.*\b(?:delete)\b|^pscale\b.*\bdelete\b|^turso\b.*\bdestroy\b|^upstash\b.*\bdelete\b|^mongocli\b.*\bdelete\b|^atlas\b.*\bdelete\b`,
    ),
    programs: ["neonctl", "neon", "pscale", "turso", "upstash", "mongocli", "atlas"],
    what: "a hosted database",
  },
  {
    pattern: words(String.raw`^(?:kubectl|oc|k)\b.*\b(?:delete|drain|replace\s+--force)\b`),
    programs: ["kubectl", "oc", "k"],
    what: "Kubernetes resources",
  },
  {
    pattern: words(String.raw`^helm\b.*\b(?:uninstall|delete|rollback)\b`),
    programs: ["helm"],
    what: "a Helm release",
  },
  {
    pattern: words(String.raw`^argocd\b.*\bdelete\b|^flux\b.*\bdelete\b|^eksctl\b.*\bdelete\b|^kops\b.*\bdelete\b`),
    programs: ["argocd", "flux", "eksctl", "kops"],
    what: "a cluster or what runs in it",
  },
  {
    pattern: words(
      String.raw`^aws\b.*\b(?:delete-\S+|terminate-\S+|rb|remove-\S+|deregister-\S+|purge-\S+|schedule-key-deletion|disable-key)\b|^aws\s+s3\s+(?:rm|mv|sync\b.*--delete)\b`,
    ),
    programs: ["aws"],
    what: "AWS resources or objects",
  },
  {
    pattern: words(
      String.raw`^gcloud\b.*\b(?:delete|destroy|remove-iam-policy-binding)\b|^(?:gsutil|gcloud\s+storage)\b.*\brm\b|^bq\s+rm\b`,
    ),
    programs: ["gcloud", "gsutil", "bq"],
    what: "Google Cloud resources or objects",
  },
  { pattern: words(String.raw`^az\b.*\b(?:delete|purge|remove)\b`), programs: ["az"], what: "Azure resources" },
  {
    pattern: words(
      String.raw`^(?:doctl|hcloud|linode-cli|vultr-cli|scw|oci|ibmcloud|exo|upctl|civo)\b.*\b(?:delete|rm|destroy|remove|terminate)\b`,
    ),
    programs: ["doctl", "hcloud", "linode-cli", "vultr-cli", "scw", "oci", "ibmcloud", "exo", "upctl", "civo"],
    what: "cloud resources",
  },
  {
    pattern: words(String.raw`^wrangler\b.*\bdelete\b|^cloudflared\b.*\bdelete\b`),
    programs: ["wrangler", "cloudflared"],
    what: "a Cloudflare worker, store or tunnel",
  },
  {
    pattern: words(
      String.raw`^gh\b.*\b(?:repo\s+delete|release\s+delete|secret\s+(?:delete|remove)|variable\s+delete|ssh-key\s+delete|gpg-key\s+delete|repo\s+archive|api\b.*(?:-X|--method)\s*DELETE)\b`,
    ),
    programs: ["gh"],
    what: "a GitHub repository, release or secret",
  },
  {
    pattern: words(String.raw`^glab\b.*\b(?:delete|remove)\b`),
    programs: ["glab"],
    what: "a GitLab project or release",
  },
  {
    pattern: words(String.raw`^git\s+push\b.*(?:\s--delete\b|\s-d\b|\s:\S+|\s--mirror\b|\s--prune\b)`),
    programs: ["git"],
    what: "a branch or tag on the remote",
  },
  {
    pattern: words(String.raw`^git\s+push\b.*(?:\s--force\b(?!-with-lease)|\s-f\b|\s\+\S+)`),
    programs: ["git"],
    what: "commits on the remote that are not in yours",
  },
  {
    pattern: words(
      String.raw`^(?:psql|mysql|mariadb|sqlcmd|usql|pgcli|mycli|cockroach|clickhouse-client|duckdb|sqlplus|snowsql|bq|cqlsh|turso|wrangler)\b[\s\S]*\b(?:drop\s+(?:database|schema|table|user|role|index|view|keyspace|type)|truncate\s+(?:table\s+)?\w|delete\s+from\s+[\w."]+\s*(?:;|["']|$))`,
    ),
    programs: [
      "psql",
      "mysql",
      "mariadb",
      "sqlcmd",
      "usql",
      "pgcli",
      "mycli",
      "cockroach",
      "clickhouse-client",
      "duckdb",
      "sqlplus",
      "snowsql",
      "bq",
      "cqlsh",
      "turso",
      "wrangler",
    ],
    what: "tables or rows of that database",
  },
  {
    pattern: words(String.raw`^(?:dropdb|dropuser|mysqladmin\b.*\bdrop)\b`),
    programs: ["dropdb", "dropuser", "mysqladmin"],
    what: "a database or its user",
  },
  {
    pattern: words(String.raw`^(?:mongosh|mongo)\b[\s\S]*\b(?:dropDatabase|drop|deleteMany|remove)\s*\(`),
    programs: ["mongosh", "mongo"],
    what: "a MongoDB database, collection or its documents",
  },
  {
    pattern: words(String.raw`^(?:redis-cli|valkey-cli)\b.*\b(?:flushall|flushdb)\b`),
    programs: ["redis-cli", "valkey-cli"],
    what: "every key of that Redis",
  },
  {
    pattern: words(
      String.raw`^(?:rake|rails|bin\/rails|npx|pnpm|yarn|npm)\b.*\bdb:(?:drop|reset|purge)\b|\bprisma\b.*\b(?:migrate\s+reset|db\s+push\b.*--force-reset)\b|\bsequelize\b.*\bdb:drop\b|\bmanage\.py\s+(?:flush|reset_db)\b|\bartisan\s+(?:migrate:fresh|migrate:reset|db:wipe)\b|\balembic\s+downgrade\s+base\b|\bdrizzle-kit\s+drop\b`,
    ),
    what: "the database that this project points to",
  },
  {
    pattern: words(
      String.raw`^vault\b.*\b(?:delete|destroy|metadata\s+delete|secrets\s+disable|auth\s+disable|token\s+revoke|operator\s+seal)\b`,
    ),
    programs: ["vault"],
    what: "secrets in Vault",
  },
  {
    pattern: words(
      String.raw`^(?:op|bw|doppler|infisical|akeyless|chamber|ssm)\b.*\b(?:delete|rm|remove|revoke|purge)\b`,
    ),
    programs: ["op", "bw", "doppler", "infisical", "akeyless", "chamber", "ssm"],
    what: "items of that vault",
  },
  {
    pattern: words(String.raw`^stripe\b.*\b(?:delete|cancel)\b|^stripe\s+delete\b`),
    programs: ["stripe"],
    what: "Stripe objects",
  },
  {
    pattern: words(
      String.raw`^npm\b.*\b(?:unpublish|deprecate|owner\s+rm|token\s+revoke)\b|^(?:cargo|gem)\s+yank\b|^twine\b.*\bdelete\b`,
    ),
    programs: ["npm", "cargo", "gem", "twine"],
    what: "a published package",
  },
  {
    pattern: words(
      String.raw`^(?:docker|podman)\b.*\b(?:volume\s+(?:rm|prune)|system\s+prune\b.*--volumes|compose\b.*\bdown\b.*(?:\s-v\b|\s--volumes\b))`,
    ),
    programs: ["docker", "podman"],
    what: "Docker volumes and the data in them",
  },
  {
    pattern: words(
      String.raw`^rclone\b.*\b(?:delete|purge|deletefile|cleanup|sync)\b|^(?:s3cmd|mc|s5cmd|azcopy)\b.*\b(?:rm|del|rb|remove)\b`,
    ),
    programs: ["rclone", "s3cmd", "mc", "s5cmd", "azcopy"],
    what: "objects in that store",
  },
  {
    pattern: words(String.raw`^(?:firebase)\b.*\b(?:delete|remove|disable)\b`),
    programs: ["firebase"],
    what: "Firebase data or sites",
  },
  {
    pattern: words(
      String.raw`^(?:sentry-cli|datadog-ci|pagerduty|pd|okta|auth0|twilio|sendgrid|confluent|kafka-topics(?:\.sh)?)\b.*(?:\bdelete\b|--delete\b)`,
    ),
    programs: [
      "sentry-cli",
      "datadog-ci",
      "pagerduty",
      "pd",
      "okta",
      "auth0",
      "twilio",
      "sendgrid",
      "confluent",
      "kafka-topics",
      "kafka-topics.sh",
    ],
    what: "what that service holds",
  },
];
