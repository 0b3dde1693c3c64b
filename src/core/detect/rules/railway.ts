import type { Provider, Told } from "../rule.ts";
import { uuid } from "../shape.ts";

/** RAILWAY_TOKEN holds a project token, of one environment; RAILWAY_API_TOKEN one of an account or workspace. */
function level(_value: string, context: string): Told {
  const key = (context.split("\n", 1)[0] ?? "").toUpperCase();
  if (/RAILWAY_?TOKEN|PROJECT/.test(key))
    return { kind: "project token", privilege: "scoped", reasons: ["a project token works in one environment"] };
  return {
    kind: "account or workspace token",
    privilege: "omnibus",
    narrower: "a project token, which works in one environment",
    reasons: ["Railway tokens have no scopes: this one can delete volumes and projects"],
  };
}

export const railway: Provider = {
  id: "railway",
  title: "Railway",
  docs: { url: "https://docs.railway.com/reference/public-api", checked: "2026-11-24" },
  rules: [
    {
      id: "railway-token",
      kind: "API token",
      match: {
        by: "key",
        shapes: [[...uuid]],
        words: ["railway"],
        hosts: ["backboard.railway.com", "backboard.railway.app", "railway.com/graphql", "railway.app/graphql"],
        files: /(?:^|\/)\.railway\/config\.json$/i,
      },
      inspect: level,
    },
  ],
};
