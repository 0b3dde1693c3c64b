import { l10n } from "./l10n.ts";
import { type CredentialName, type Environment, environments } from "./protocol.ts";

/** What credentials are called: records name them by fingerprint, reference or variable. */
export class Names {
  #byId: ReadonlyMap<string, CredentialName> = new Map();

  take(names: readonly CredentialName[]): void {
    this.#byId = new Map(names.map((name) => [name.id, name]));
  }

  label(id: string): string {
    const label = this.#byId.get(id)?.label;
    if (label !== undefined) return label;
    return isFingerprint(id) ? l10n.t("unnamed credential {0}", id.slice(0, 6)) : id;
  }

  environment(id: string): Environment {
    return this.#byId.get(id)?.environment ?? environmentIn(id);
  }

  /** Where the workspace holds it, as far as the scan knows. */
  files(id: string): readonly string[] {
    return this.#byId.get(id)?.files ?? [];
  }

  all(): readonly CredentialName[] {
    return [...this.#byId.values()];
  }
}

export const isFingerprint = (id: string): boolean => /^[0-9a-f]{16}$/.test(id);

/** A reference says where its secret belongs: `leastkey://shop/production/stripe/key`. */
export function environmentIn(text: string): Environment {
  const words = new Set(text.toLowerCase().split(/[^a-z]+/));
  const found = environments.find((environment) => environment !== "unknown" && words.has(environment));
  return found ?? (words.has("prod") ? "production" : words.has("dev") ? "development" : "unknown");
}
