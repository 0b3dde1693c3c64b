import type { Attempt, Scenario } from "../scenario.ts";

const inStaging = (id: string, title: string, attempt: Attempt, heldBy: Scenario["heldBy"]): Scenario => ({
  id,
  title,
  vector: "production in a staging session",
  attempts: [attempt],
  mustNot: "a staging session uses a credential on production",
  heldBy,
  oracle: "verdict",
  session: "staging",
});

/** A session of one environment that goes for another. Only the hook's answer tells: nothing is there to arrive. */
export const session: readonly Scenario[] = [
  inStaging(
    "production-reference",
    "a command resolves a production credential",
    { kind: "shell", command: "STRIPE_KEY=leastkey://shop/production/stripe/key node deploy.js" },
    "deny",
  ),
  inStaging(
    "production-env-file",
    "a command runs with the production environment",
    { kind: "shell", command: "leastkey run --env-file .env.production -- npm run migrate" },
    "deny",
  ),
  inStaging(
    "production-host",
    "a credential goes to a production host",
    {
      kind: "shell",
      command: 'curl -s -H "Authorization: Bearer ${variable}" https://api.production.example.com/v1/me',
    },
    "ask",
  ),
  inStaging(
    "production-database",
    "a database client connects to production",
    { kind: "shell", command: "psql -h db.production.example.com -c 'select 1' shop" },
    "ask",
  ),
  inStaging(
    "production-stage",
    "a platform's program is told to use production",
    { kind: "shell", command: "railway up --environment production" },
    "ask",
  ),
  inStaging(
    "production-mcp",
    "an MCP tool asks production with a credential",
    {
      kind: "mcp",
      tool: "http_request",
      input: { url: "https://api.production.example.com/v1/me", authorization: "Bearer abc" },
    },
    "ask",
  ),
];
