import { l10n, type Uri } from "vscode";
import type { Environment, Finding } from "../core/finding.ts";

export const groupings = ["file", "provider", "environment", "risk"] as const;
export type Grouping = (typeof groupings)[number];

/** One finding in the file that holds it. */
export interface Placed {
  readonly uri: Uri;
  readonly finding: Finding;
}

export interface SecretGroup {
  readonly label: string;
  readonly secrets: readonly Placed[];
}

const environments: Readonly<Record<Environment, string>> = {
  production: l10n.t("Production"),
  staging: l10n.t("Staging"),
  development: l10n.t("Development"),
  test: l10n.t("Test"),
  unknown: l10n.t("Environment not visible"),
};

const risks: readonly [string, string, string, string] = [
  l10n.t("Production, and can do everything"),
  l10n.t("Production, or can do everything"),
  l10n.t("Other credentials"),
  l10n.t("Test, short-lived or made to be published"),
];

/** What losing it would cost, as far as the token and its place tell. */
export function riskOf({ tier, classification }: Pick<Finding, "tier" | "classification">): string {
  const { environment, privilege, expiry } = classification;
  if (tier === "weak" || environment === "test" || privilege === "public" || expiry.kind === "temporary")
    return risks[3];
  const isProduction = environment === "production";
  const isOmnibus = privilege === "omnibus";
  if (isProduction && isOmnibus) return risks[0];
  return isProduction || isOmnibus ? risks[1] : risks[2];
}

/** The findings by provider, environment or risk; worst first, providers by name. */
export function groupsOf(secrets: readonly Placed[], grouping: Exclude<Grouping, "file">): readonly SecretGroup[] {
  switch (grouping) {
    case "provider":
      return byLabel(secrets, ({ finding }) => providerOf(finding)).toSorted(byProvider);
    case "environment":
      return inOrder(
        Object.values(environments),
        byLabel(secrets, ({ finding }) => environments[finding.classification.environment]),
      );
    case "risk":
      return inOrder(
        risks,
        byLabel(secrets, ({ finding }) => riskOf(finding)),
      );
  }
}

const noProvider = l10n.t("No known provider");
const providerOf = ({ classification: { provider } }: Finding): string =>
  provider === "unknown" ? noProvider : provider;

function byProvider(a: SecretGroup, b: SecretGroup): number {
  if (a.label === noProvider || b.label === noProvider)
    return a.label === b.label ? 0 : a.label === noProvider ? 1 : -1;
  return a.label.localeCompare(b.label);
}

function inOrder(order: readonly string[], groups: readonly SecretGroup[]): readonly SecretGroup[] {
  return groups.toSorted((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
}

function byLabel(secrets: readonly Placed[], labelOf: (secret: Placed) => string): readonly SecretGroup[] {
  const groups = new Map<string, Placed[]>();
  for (const secret of secrets) {
    const group = groups.get(labelOf(secret));
    if (group === undefined) groups.set(labelOf(secret), [secret]);
    else group.push(secret);
  }
  return [...groups].map(([label, found]) => ({ label, secrets: found }));
}
