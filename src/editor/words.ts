import type { Strength } from "../agents/agent.ts";
import type { Classification, Environment, Expiry, Finding, Tier } from "../core/finding.ts";

/** The three strengths are never worded alike: a user must not take asking for refusing. */
export const strengthWords: Readonly<Record<Strength, string>> = {
  enforced: "enforced, it is refused",
  partial: "partly enforced, except through the hole named",
  advisory: "advisory, it is asked to stay away and may not",
};

export const tierWords: Readonly<Record<Tier, string>> = {
  verified: "verified: its checksum or inner structure is right",
  likely: "likely: it has the shape its provider documents",
  generic: "generic: a random-looking value under a telling name",
  weak: "weak: a test value or a weak password",
};

export const environmentWords: Readonly<Record<Environment, string>> = {
  development: "development",
  test: "test",
  staging: "staging",
  production: "production",
  unknown: "not visible from the token or its place",
};

export function privilegeWords({ privilege, narrower }: Classification): string {
  const instead = narrower === undefined ? "" : `; use ${narrower} instead`;
  switch (privilege) {
    case "omnibus":
      return `far more than one task needs${instead}`;
    case "scoped":
      return `limited to a scope${instead}`;
    case "public":
      return "made to be published";
    case "unknown":
      return `not visible from the token${instead}`;
  }
}

export function expiryWords(expiry: Expiry): string {
  switch (expiry.kind) {
    case "date":
      return `until ${expiry.at.slice(0, 10)}`;
    case "temporary":
      return "short-lived; when it ends is not visible";
    case "never":
      return "never, until somebody revokes it";
    case "unknown":
      return "not visible from the token";
  }
}

/** "Stripe secret key (production)": how a finding is called everywhere. Never holds a value. */
export function findingTitle({ classification, name }: Pick<Finding, "classification" | "name">): string {
  const { provider, kind, environment } = classification;
  const what = provider === "unknown" ? kind : `${provider} ${kind}`;
  const where = environment === "unknown" ? "" : ` (${environment})`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${where}${provider === "unknown" && name !== undefined ? ` in ${name}` : ""}`;
}

/** "1 file", "3 files". */
export function count(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
}
