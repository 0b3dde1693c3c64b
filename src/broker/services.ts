/** How a service takes its credential, and where. Facts from each service's own documentation, read 2026-11. */
export interface Service {
  readonly id: string;
  readonly hosts: readonly [string, ...string[]];
  /** Header that carries the credential, and what stands before it. */
  readonly header: string;
  readonly prefix: string;
  /** The variable by which its clients take another base URL, and what follows the host in it. */
  readonly base?: { readonly variable: string; readonly path: string };
  /** What a client checks before it sends: the stand-in begins so. */
  readonly shape: string;
  /** Other words for it in the names of items and variables. */
  readonly words: readonly string[];
}

const bearer = { header: "authorization", prefix: "Bearer " } as const;

export const services: readonly Service[] = [
  {
    id: "openai",
    hosts: ["api.openai.com"],
    ...bearer,
    base: { variable: "OPENAI_BASE_URL", path: "/v1" },
    shape: "sk-proj-",
    words: [],
  },
  {
    id: "anthropic",
    hosts: ["api.anthropic.com"],
    header: "x-api-key",
    prefix: "",
    base: { variable: "ANTHROPIC_BASE_URL", path: "" },
    shape: "sk-ant-api03-",
    words: ["claude"],
  },
  { id: "stripe", hosts: ["api.stripe.com", "files.stripe.com"], ...bearer, shape: "sk_test_", words: [] },
  {
    id: "github",
    hosts: ["api.github.com", "github.com", "uploads.github.com", "raw.githubusercontent.com"],
    ...bearer,
    base: { variable: "GITHUB_API_URL", path: "" },
    shape: "ghp_",
    words: ["gh"],
  },
  { id: "gitlab", hosts: ["gitlab.com"], header: "private-token", prefix: "", shape: "glpat-", words: [] },
  {
    id: "gemini",
    hosts: ["generativelanguage.googleapis.com"],
    header: "x-goog-api-key",
    prefix: "",
    base: { variable: "GOOGLE_GEMINI_BASE_URL", path: "" },
    shape: "AIza",
    words: ["google-ai"],
  },
  { id: "railway", hosts: ["backboard.railway.com", "backboard.railway.app"], ...bearer, shape: "", words: [] },
  { id: "vercel", hosts: ["api.vercel.com"], ...bearer, shape: "", words: [] },
  { id: "fly", hosts: ["api.fly.io", "api.machines.dev"], ...bearer, shape: "fo1_", words: [] },
  { id: "heroku", hosts: ["api.heroku.com"], ...bearer, shape: "HRKU-", words: [] },
  { id: "supabase", hosts: ["api.supabase.com"], ...bearer, shape: "sbp_", words: [] },
  { id: "neon", hosts: ["console.neon.tech"], ...bearer, shape: "napi_", words: [] },
  { id: "cloudflare", hosts: ["api.cloudflare.com"], ...bearer, shape: "", words: ["cf"] },
  { id: "digitalocean", hosts: ["api.digitalocean.com"], ...bearer, shape: "dop_v1_", words: [] },
  { id: "slack", hosts: ["slack.com"], ...bearer, shape: "xoxb-", words: [] },
  { id: "sendgrid", hosts: ["api.sendgrid.com"], ...bearer, shape: "SG.", words: [] },
  { id: "npm", hosts: ["registry.npmjs.org"], ...bearer, shape: "npm_", words: [] },
  { id: "huggingface", hosts: ["huggingface.co", "router.huggingface.co"], ...bearer, shape: "hf_", words: ["hf"] },
  { id: "mistral", hosts: ["api.mistral.ai"], ...bearer, shape: "", words: [] },
  { id: "notion", hosts: ["api.notion.com"], ...bearer, shape: "ntn_", words: [] },
  { id: "linear", hosts: ["api.linear.app"], header: "authorization", prefix: "", shape: "lin_api_", words: [] },
  { id: "sentry", hosts: ["sentry.io"], ...bearer, shape: "sntrys_", words: [] },
];

/** The service that the words of a name speak of: "stripe-secret-key" is Stripe's. */
export function serviceOf(name: string): Service | undefined {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return services.find(({ id, words: others }) => [id, ...others].some((word) => words.includes(word)));
}

export const serviceById = (id: string): Service | undefined => services.find((service) => service.id === id);
