import type { Catalogue } from "../catalogue.ts";

export const cloudflare = {
  id: "cloudflare",
  title: "Cloudflare",
  service: "cloudflare",
  hosts: ["api.cloudflare.com"],
  docs: { url: "https://developers.cloudflare.com/workers/wrangler/commands/", checked: "2026-11-24" },
  commands: [
    { run: "wrangler delete", dies: "a Cloudflare worker" },
    {
      run: "wrangler d1|r2|kv|queues|hyperdrive|vectorize|pages|secret|versions|workflows delete",
      dies: "a Cloudflare database, store or secret",
    },
    { run: "wrangler kv namespace|key|bulk delete", dies: "a Cloudflare KV store or its keys" },
    { run: "wrangler kv:namespace|kv:key|kv:bulk delete", dies: "a Cloudflare KV store or its keys" },
    { run: "wrangler r2 bucket|object delete", dies: "an R2 bucket or object" },
    { run: "wrangler pages project|deployment delete", dies: "a Cloudflare Pages project" },
    { run: "cloudflared tunnel delete", dies: "a Cloudflare tunnel" },
  ],
  requests: [
    { method: "DELETE", path: "/client/v4/**", dies: "a Cloudflare zone, record or store" },
    { method: "POST", path: "/client/v4/zones/*/purge_cache", dies: "the cache of a Cloudflare zone", backups: "none" },
  ],
} as const satisfies Catalogue;
