import type { Detection } from "../core/finding.ts";
import type { Secret } from "../core/secret.ts";
import { referencePart } from "../vaults/reference.ts";
import type { Vault } from "../vaults/vault.ts";

/** The first of NAME, NAME_2, NAME_3 that is free. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let count = 2; isTaken(name); count++) name = `${wanted}_${String(count)}`;
  return name;
}

export interface ReferenceWish {
  readonly detection: Detection;
  readonly value: Secret;
  readonly project: string;
  readonly name: string; // the variable
  readonly vault: Vault;
  readonly taken: ReadonlySet<string>;
}

/**
 * `leastkey://shop/production/stripe/secret-key`, from what is known of the secret; one that no other value has, in
 * this plan or in the vault. One under which the vault holds this very value is taken again: that is how an
 * interrupted move goes on.
 */
export async function freeReference(wish: ReferenceWish): Promise<string> {
  const { detection, value, name, vault, taken } = wish;
  const { provider, kind, environment } = detection.classification;
  const isKnown = provider !== "unknown" && kind !== "";
  const item = referencePart((isKnown ? provider : name).toLowerCase(), "item").slice(0, 100);
  const field = referencePart(isKnown ? kind.toLowerCase() : "value", "value");
  for (let count = 1; ; count++) {
    const reference = vault.referenceFor({
      project: wish.project,
      environment: environment === "unknown" ? "default" : environment,
      item: count === 1 ? item : `${item}-${String(count)}`,
      field,
    });
    if (taken.has(reference)) continue;
    const known = await vault.get(reference);
    if (known === undefined || known.equals(value)) return reference;
  }
}
