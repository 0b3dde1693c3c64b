import type { Classification } from "../core/finding.ts";
import type { TripwireEntry } from "../core/tripwire.ts";
import { type CredentialName, environments } from "../webview/protocol.ts";
import type { FileState } from "./findings.ts";

/**
 * What to call the credentials that records name by fingerprint: as the scan of this window knows them, with their
 * places, and otherwise as the index of any workspace on this machine labels them. Never a value.
 */
export function credentialNames(
  files: readonly FileState[],
  indexed: readonly TripwireEntry[],
): readonly CredentialName[] {
  const names = new Map<string, CredentialName>();
  for (const { fingerprint, label } of indexed) {
    names.set(fingerprint, { id: fingerprint, label, environment: environmentOf(label), files: [] });
  }
  for (const { uri, findings } of files) {
    for (const { fingerprint, name, tier, classification } of findings) {
      if (tier === "weak") continue;
      const known = names.get(fingerprint);
      const { environment } = classification;
      const label = known?.files.length ? known.label : labelOf(name, classification);
      const places = [...new Set([...(known?.files ?? []), uri.fsPath.replaceAll("\\", "/")])];
      const where = environment === "unknown" ? (known?.environment ?? environment) : environment;
      names.set(fingerprint, { id: fingerprint, label, environment: where, files: places });
      if (name !== undefined) addVariable(names, name, uri.fsPath.replaceAll("\\", "/"), environment);
    }
  }
  return [...names.values()];
}

/** "STRIPE_SECRET_KEY, stripe secret key (production)". */
function labelOf(name: string | undefined, { provider, kind, environment }: Classification): string {
  const what = provider === "unknown" ? kind : `${provider} ${kind}`;
  const scope = environment === "unknown" ? "" : ` (${environment})`;
  return name === undefined ? `${what}${scope}` : `${name}, ${what}${scope}`;
}

/** A label of the index ends in its environment, "stripe secret key (production)"; a reference names it. */
function environmentOf(label: string): CredentialName["environment"] {
  const words = new Set(label.toLowerCase().split(/[^a-z]+/));
  return environments.find((environment) => environment !== "unknown" && words.has(environment)) ?? "unknown";
}

/** A command that expands `$STRIPE_KEY` is recorded with the name; two files may bind it to credentials of two environments. */
function addVariable(
  names: Map<string, CredentialName>,
  name: string,
  file: string,
  environment: CredentialName["environment"],
): void {
  const id = `$${name}`;
  const known = names.get(id);
  const where = known === undefined || known.environment === environment ? environment : "unknown";
  names.set(id, { id, label: id, environment: where, files: [...new Set([...(known?.files ?? []), file])] });
}
