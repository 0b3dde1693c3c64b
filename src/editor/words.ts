import { l10n } from "vscode";
import type { Strength } from "../agents/agent.ts";
import type { Classification, Environment, Expiry, Finding, Tier } from "../core/finding.ts";

/** The three strengths are never worded alike: a user must not take asking for refusing. */
export const strengthWords: Readonly<Record<Strength, string>> = {
  enforced: l10n.t("enforced, it is refused"),
  partial: l10n.t("partly enforced, except through the hole named"),
  advisory: l10n.t("advisory, it is asked to stay away and may not"),
};

export const tierWords: Readonly<Record<Tier, string>> = {
  verified: l10n.t("verified: its checksum or inner structure is right"),
  likely: l10n.t("likely: it has the shape its provider documents"),
  generic: l10n.t("generic: a random-looking value under a telling name"),
  weak: l10n.t("weak: a test value or a weak password"),
};

export const environmentWords: Readonly<Record<Environment, string>> = {
  development: l10n.t("development"),
  test: l10n.t("test"),
  staging: l10n.t("staging"),
  production: l10n.t("production"),
  unknown: l10n.t("not visible from the token or its place"),
};

export function privilegeWords({ privilege, narrower }: Classification): string {
  const instead = narrower === undefined ? "" : l10n.t("; use {0} instead", narrower);
  switch (privilege) {
    case "omnibus":
      return `${l10n.t("far more than one task needs")}${instead}`;
    case "scoped":
      return `${l10n.t("limited to a scope")}${instead}`;
    case "public":
      return l10n.t("made to be published");
    case "unknown":
      return `${l10n.t("not visible from the token")}${instead}`;
  }
}

export function expiryWords(expiry: Expiry): string {
  switch (expiry.kind) {
    case "date":
      return l10n.t("until {0}", expiry.at.slice(0, 10));
    case "temporary":
      return l10n.t("short-lived; when it ends is not visible");
    case "never":
      return l10n.t("never, until somebody revokes it");
    case "unknown":
      return l10n.t("not visible from the token");
  }
}

/** "Stripe secret key (production)": how a finding is called everywhere. Never holds a value. */
export function findingTitle({ classification, name }: Pick<Finding, "classification" | "name">): string {
  const { provider, kind, environment } = classification;
  const what = provider === "unknown" ? kind : `${provider} ${kind}`;
  const where = environment === "unknown" ? "" : ` (${environment})`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${where}${provider === "unknown" && name !== undefined ? ` in ${name}` : ""}`;
}

/** "1 credential", "3 credentials". Whole phrases, since other languages count otherwise. */
export const credentials = (n: number): string => (n === 1 ? l10n.t("1 credential") : l10n.t("{0} credentials", n));

export const files = (n: number): string => (n === 1 ? l10n.t("1 file") : l10n.t("{0} files", n));
