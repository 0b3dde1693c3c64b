import type { Catalogue } from "../catalogue.ts";
import { aws } from "./aws.ts";
import { azure } from "./azure.ts";
import { cloudflare } from "./cloudflare.ts";
import { clouds } from "./clouds.ts";
import { databases } from "./databases.ts";
import { digitalocean } from "./digitalocean.ts";
import { fly } from "./fly.ts";
import { gcp } from "./gcp.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { heroku } from "./heroku.ts";
import { kubernetes } from "./kubernetes.ts";
import { neon } from "./neon.ts";
import { netlify } from "./netlify.ts";
import { planetscale } from "./planetscale.ts";
import { railway } from "./railway.ts";
import { registries } from "./registries.ts";
import { render } from "./render.ts";
import { services } from "./services.ts";
import { stores } from "./stores.ts";
import { stripe } from "./stripe.ts";
import { supabase } from "./supabase.ts";
import { terraform } from "./terraform.ts";
import { vaults } from "./vaults.ts";
import { vercel } from "./vercel.ts";

/** Every provider whose destructive calls are known; one file each. */
export const catalogues: readonly Catalogue[] = [
  aws,
  azure,
  cloudflare,
  clouds,
  databases,
  digitalocean,
  fly,
  gcp,
  github,
  gitlab,
  heroku,
  kubernetes,
  neon,
  netlify,
  planetscale,
  railway,
  registries,
  render,
  services,
  stores,
  stripe,
  supabase,
  terraform,
  vaults,
  vercel,
];
