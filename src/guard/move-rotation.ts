import type { Rotation } from "./move-plan.ts";

/** Where each provider's credentials are made new. Addresses as of 2026-11; by the rule's provider title. */
const pages: Readonly<Record<string, string>> = {
  Anthropic: "https://console.anthropic.com/settings/keys",
  AWS: "https://console.aws.amazon.com/iam/home#/security_credentials",
  Cloudflare: "https://dash.cloudflare.com/profile/api-tokens",
  DigitalOcean: "https://cloud.digitalocean.com/account/api/tokens",
  GitHub: "https://github.com/settings/tokens",
  GitLab: "https://gitlab.com/-/user_settings/personal_access_tokens",
  Google: "https://console.cloud.google.com/apis/credentials",
  "Hugging Face": "https://huggingface.co/settings/tokens",
  npm: "https://www.npmjs.com/settings/~/tokens",
  OpenAI: "https://platform.openai.com/api-keys",
  PyPI: "https://pypi.org/manage/account/token/",
  Railway: "https://railway.com/account/tokens",
  SendGrid: "https://app.sendgrid.com/settings/api_keys",
  Slack: "https://api.slack.com/apps",
  Stripe: "https://dashboard.stripe.com/apikeys",
  Supabase: "https://supabase.com/dashboard/account/tokens",
  Twilio: "https://console.twilio.com/us1/account/keys-credentials/api-keys",
  Vercel: "https://vercel.com/account/settings/tokens",
};

/** How to make a moved value worthless to whoever has seen it. */
export function rotationOf(provider: string, reference: string): Rotation {
  const page = Object.entries(pages).find(([name]) => provider.toLowerCase().startsWith(name.toLowerCase()))?.[1];
  const where = page === undefined ? "where it was issued" : `at ${page}`;
  return {
    provider,
    page,
    detail: `issue a new one ${where}, store it with: leastkey vault set ${reference} --yes, then revoke the old one`,
  };
}
