import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";

/** The config's slug stands in the token: dp.st.prd.…, dp.st.dev.… */
function config(value: string): Told {
  const slug = /^dp\.st\.([a-z0-9_-]{2,35})\./.exec(value)?.[1];
  if (slug === undefined) return {};
  const environment = slug.startsWith("pr")
    ? "production"
    : slug.startsWith("st")
      ? "staging"
      : slug.startsWith("dev")
        ? "development"
        : undefined;
  return { reasons: [`it reads the config ${slug}`], ...(environment === undefined ? {} : { environment }) };
}

const genuine = (random: Random): readonly string[] =>
  ["prd", "dev_shop"].map((slug) => `dp.st.${slug}.${random.chars("ABCDEFGHIJabcdefghij0123456789", 43)}`);

export const doppler: Provider = {
  id: "doppler",
  title: "Doppler",
  docs: { url: "https://docs.doppler.com/docs/service-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "doppler-personal-token",
      kind: "personal token",
      match: {
        by: "shape",
        shapes: [
          ["dp.pt.", run("base62", 40, 44)],
          ["dp.ct.", run("base62", 40, 44)],
        ],
      },
      privilege: "omnibus",
      narrower: "a service token (dp.st.) of one config",
      reasons: ["it can read and write everything its user can"],
    },
    {
      id: "doppler-service-token",
      kind: "service token",
      match: {
        by: "shape",
        shapes: [
          ["dp.st.", run("base62", 40, 44)],
          ["dp.st.", run("alnumLower", 2, 35), ".", run("base62", 40, 44)],
          ["dp.st.", run("token", 2, 35), ".", run("base62", 40, 44)],
        ],
      },
      privilege: "scoped",
      inspect: config,
      samples: genuine,
    },
    {
      id: "doppler-service-account-token",
      kind: "service account token",
      match: { by: "shape", shapes: [["dp.sa.", run("base62", 40, 44)]] },
    },
    {
      id: "doppler-scim-token",
      kind: "SCIM token",
      match: { by: "shape", shapes: [["dp.scim.", run("base62", 40, 44)]] },
      privilege: "scoped",
    },
    {
      id: "doppler-audit-token",
      kind: "audit token",
      match: { by: "shape", shapes: [["dp.audit.", run("base62", 40, 44)]] },
      privilege: "scoped",
    },
  ],
};
