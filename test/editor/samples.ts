import type { Finding, Tier } from "../../src/core/finding.ts";

/** A value that every output is searched for; built here so that no file holds it. */
export const planted = ["pl", "anted", "0f7b", "91c4"].join("");

export function finding(over: Partial<Finding> & { readonly at?: number; readonly path?: string } = {}): Finding {
  const { at = 3, path = "src/pay.ts", ...rest } = over;
  return {
    rule: "acme-secret-key",
    tier: "likely" satisfies Tier,
    name: "ACME_KEY",
    fingerprint: `${String(at).padStart(4, "0")}c0ffee123456`,
    classification: {
      provider: "Acme",
      kind: "secret key",
      environment: "production",
      privilege: "omnibus",
      narrower: "a restricted key",
      expiry: { kind: "never" },
      reasons: ["it stands in config/production.yaml"],
    },
    place: { path, start: at * 10, end: at * 10 + 8, line: at, column: 5, endLine: at, endColumn: 13 },
    ...rest,
  };
}
