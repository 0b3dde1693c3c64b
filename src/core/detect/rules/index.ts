import type { Provider } from "../rule.ts";
import { onePassword } from "./1password.ts";
import { adobe } from "./adobe.ts";
import { adyen } from "./adyen.ts";
import { age } from "./age.ts";
import { airtable } from "./airtable.ts";
import { alchemy } from "./alchemy.ts";
import { algolia } from "./algolia.ts";
import { alibaba } from "./alibaba.ts";
import { anthropic } from "./anthropic.ts";
import { artifactHub } from "./artifact-hub.ts";
import { asana } from "./asana.ts";
import { atlassian } from "./atlassian.ts";
import { auth0 } from "./auth0.ts";
import { aws } from "./aws.ts";
import { azure } from "./azure.ts";
import { basicAuth } from "./basic-auth.ts";
import { binance } from "./binance.ts";
import { bitly } from "./bitly.ts";
import { braintree } from "./braintree.ts";
import { brevo } from "./brevo.ts";
import { buildkite } from "./buildkite.ts";
import { cargo } from "./cargo.ts";
import { cerebras } from "./cerebras.ts";
import { circleci } from "./circleci.ts";
import { clerk } from "./clerk.ts";
import { clojars } from "./clojars.ts";
import { cloudflare } from "./cloudflare.ts";
import { codecov } from "./codecov.ts";
import { cohere } from "./cohere.ts";
import { coinbase } from "./coinbase.ts";
import { commandLine } from "./command-line.ts";
import { confluent } from "./confluent.ts";
import { connectionString } from "./connection-string.ts";
import { contentful } from "./contentful.ts";
import { credentialUrl } from "./credential-url.ts";
import { databricks } from "./databricks.ts";
import { datadog } from "./datadog.ts";
import { deepgram } from "./deepgram.ts";
import { deepseek } from "./deepseek.ts";
import { digitalocean } from "./digitalocean.ts";
import { discord } from "./discord.ts";
import { docker } from "./docker.ts";
import { doppler } from "./doppler.ts";
import { drone } from "./drone.ts";
import { dropbox } from "./dropbox.ts";
import { duffel } from "./duffel.ts";
import { dynatrace } from "./dynatrace.ts";
import { e2b } from "./e2b.ts";
import { easypost } from "./easypost.ts";
import { elevenlabs } from "./elevenlabs.ts";
import { ethereum } from "./ethereum.ts";
import { etsy } from "./etsy.ts";
import { facebook } from "./facebook.ts";
import { fastly } from "./fastly.ts";
import { figma } from "./figma.ts";
import { firebase } from "./firebase.ts";
import { firecrawl } from "./firecrawl.ts";
import { fireworks } from "./fireworks.ts";
import { flutterwave } from "./flutterwave.ts";
import { fly } from "./fly.ts";
import { frameio } from "./frameio.ts";
import { gitea } from "./gitea.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { gocardless } from "./gocardless.ts";
import { google } from "./google.ts";
import { grafana } from "./grafana.ts";
import { groq } from "./groq.ts";
import { harness } from "./harness.ts";
import { hashicorpVault } from "./hashicorp-vault.ts";
import { helicone } from "./helicone.ts";
import { heroku } from "./heroku.ts";
import { hetzner } from "./hetzner.ts";
import { honeycomb } from "./honeycomb.ts";
import { hubspot } from "./hubspot.ts";
import { huggingface } from "./huggingface.ts";
import { infisical } from "./infisical.ts";
import { infura } from "./infura.ts";
import { intercom } from "./intercom.ts";
import { jfrog } from "./jfrog.ts";
import { jina } from "./jina.ts";
import { jwt } from "./jwt.ts";
import { kubernetes } from "./kubernetes.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { launchdarkly } from "./launchdarkly.ts";
import { line } from "./line.ts";
import { linear } from "./linear.ts";
import { linode } from "./linode.ts";
import { lob } from "./lob.ts";
import { loginCall } from "./login-call.ts";
import { looker } from "./looker.ts";
import { mailchimp } from "./mailchimp.ts";
import { mailgun } from "./mailgun.ts";
import { mapbox } from "./mapbox.ts";
import { mattermost } from "./mattermost.ts";
import { microsoftTeams } from "./microsoft-teams.ts";
import { mistral } from "./mistral.ts";
import { mongodbAtlas } from "./mongodb-atlas.ts";
import { neon } from "./neon.ts";
import { netlify } from "./netlify.ts";
import { newrelic } from "./newrelic.ts";
import { notion } from "./notion.ts";
import { npm } from "./npm.ts";
import { nuget } from "./nuget.ts";
import { nvidia } from "./nvidia.ts";
import { octopus } from "./octopus.ts";
import { okta } from "./okta.ts";
import { onfido } from "./onfido.ts";
import { openai } from "./openai.ts";
import { openrouter } from "./openrouter.ts";
import { openshift } from "./openshift.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { paystack } from "./paystack.ts";
import { perplexity } from "./perplexity.ts";
import { pinecone } from "./pinecone.ts";
import { plaid } from "./plaid.ts";
import { planetscale } from "./planetscale.ts";
import { posthog } from "./posthog.ts";
import { postman } from "./postman.ts";
import { postmark } from "./postmark.ts";
import { prefect } from "./prefect.ts";
import { privateKey } from "./private-key.ts";
import { pubnub } from "./pubnub.ts";
import { pulumi } from "./pulumi.ts";
import { pypi } from "./pypi.ts";
import { railway } from "./railway.ts";
import { rapidapi } from "./rapidapi.ts";
import { razorpay } from "./razorpay.ts";
import { readme } from "./readme.ts";
import { render } from "./render.ts";
import { replicate } from "./replicate.ts";
import { resend } from "./resend.ts";
import { rollbar } from "./rollbar.ts";
import { rubygems } from "./rubygems.ts";
import { scaleway } from "./scaleway.ts";
import { scalingo } from "./scalingo.ts";
import { sendgrid } from "./sendgrid.ts";
import { sentry } from "./sentry.ts";
import { shippo } from "./shippo.ts";
import { shodan } from "./shodan.ts";
import { shopify } from "./shopify.ts";
import { slack } from "./slack.ts";
import { snyk } from "./snyk.ts";
import { sonar } from "./sonar.ts";
import { sourcegraph } from "./sourcegraph.ts";
import { splunk } from "./splunk.ts";
import { square } from "./square.ts";
import { stripe } from "./stripe.ts";
import { sumologic } from "./sumologic.ts";
import { supabase } from "./supabase.ts";
import { tailscale } from "./tailscale.ts";
import { tavily } from "./tavily.ts";
import { telegram } from "./telegram.ts";
import { tencent } from "./tencent.ts";
import { terraformCloud } from "./terraform-cloud.ts";
import { together } from "./together.ts";
import { travis } from "./travis.ts";
import { trello } from "./trello.ts";
import { twilio } from "./twilio.ts";
import { twitch } from "./twitch.ts";
import { twitter } from "./twitter.ts";
import { typeform } from "./typeform.ts";
import { vercel } from "./vercel.ts";
import { voyage } from "./voyage.ts";
import { vultr } from "./vultr.ts";
import { wandb } from "./wandb.ts";
import { wireguard } from "./wireguard.ts";
import { xai } from "./xai.ts";
import { yandex } from "./yandex.ts";
import { zapier } from "./zapier.ts";
import { zendesk } from "./zendesk.ts";

/** Every provider; a test compares this list with the folder. */
export const providers: readonly Provider[] = [
  onePassword,
  adobe,
  adyen,
  age,
  airtable,
  alchemy,
  algolia,
  alibaba,
  anthropic,
  artifactHub,
  asana,
  atlassian,
  auth0,
  aws,
  azure,
  basicAuth,
  binance,
  bitly,
  braintree,
  brevo,
  buildkite,
  cargo,
  cerebras,
  circleci,
  clerk,
  clojars,
  cloudflare,
  codecov,
  cohere,
  coinbase,
  commandLine,
  confluent,
  connectionString,
  contentful,
  credentialUrl,
  databricks,
  datadog,
  deepgram,
  deepseek,
  digitalocean,
  discord,
  docker,
  doppler,
  drone,
  dropbox,
  duffel,
  dynatrace,
  e2b,
  easypost,
  elevenlabs,
  ethereum,
  etsy,
  facebook,
  fastly,
  figma,
  firebase,
  firecrawl,
  fireworks,
  flutterwave,
  fly,
  frameio,
  gitea,
  github,
  gitlab,
  gocardless,
  google,
  grafana,
  groq,
  harness,
  hashicorpVault,
  helicone,
  heroku,
  hetzner,
  honeycomb,
  hubspot,
  huggingface,
  infisical,
  infura,
  intercom,
  jfrog,
  jina,
  jwt,
  kubernetes,
  langfuse,
  langsmith,
  launchdarkly,
  line,
  linear,
  linode,
  lob,
  loginCall,
  looker,
  mailchimp,
  mailgun,
  mapbox,
  mattermost,
  microsoftTeams,
  mistral,
  mongodbAtlas,
  neon,
  netlify,
  newrelic,
  notion,
  npm,
  nuget,
  nvidia,
  octopus,
  okta,
  onfido,
  openai,
  openrouter,
  openshift,
  opsgenie,
  pagerduty,
  paystack,
  perplexity,
  pinecone,
  plaid,
  planetscale,
  posthog,
  postman,
  postmark,
  prefect,
  privateKey,
  pubnub,
  pulumi,
  pypi,
  railway,
  rapidapi,
  razorpay,
  readme,
  render,
  replicate,
  resend,
  rollbar,
  rubygems,
  scaleway,
  scalingo,
  sendgrid,
  sentry,
  shippo,
  shodan,
  shopify,
  slack,
  snyk,
  sonar,
  sourcegraph,
  splunk,
  square,
  stripe,
  sumologic,
  supabase,
  tailscale,
  tavily,
  telegram,
  tencent,
  terraformCloud,
  together,
  travis,
  trello,
  twilio,
  twitch,
  twitter,
  typeform,
  vercel,
  voyage,
  vultr,
  wandb,
  wireguard,
  xai,
  yandex,
  zapier,
  zendesk,
];
