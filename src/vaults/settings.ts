import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import type { BackendFacts, VaultSettings } from "./backend.ts";
import { factsOf } from "./backends.ts";
import { isOurReference } from "./reference.ts";

const shape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.literal(1), vaults: v.record(v.string(), v.record(v.string(), v.string())) }),
);

/** Throws `config.invalid`; without a file there are none. */
export function readVaultSettings(path: string, files: Files): VaultSettings {
  const text = files.readText(path);
  if (text === undefined) return {};
  const parsed = v.safeParse(shape, text);
  if (!parsed.success) throw invalid(path, "it has another shape");
  for (const [id, given] of Object.entries(parsed.output.vaults)) checked(factsOf(id), given);
  return parsed.output.vaults;
}

export function writeVaultSettings(path: string, files: Files, vaults: VaultSettings): void {
  files.replace(path, `${JSON.stringify({ version: 1, vaults }, undefined, 2)}\n`, 0o600);
}

/** Throws `config.invalid` for a setting that there is not, and for a secret in clear. */
export function checked(facts: BackendFacts, given: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(given)) {
    const setting = facts.settings.find((one) => one.key === key);
    const known = facts.settings.map((one) => one.key).join(", ");
    if (setting === undefined)
      throw new LeastkeyError("config.invalid", `${facts.title} has no setting of that name`, `it has ${known}`);
    if (setting.isSecret === true && !isOurReference(value)) {
      throw new LeastkeyError(
        "config.invalid",
        `the ${key} of ${facts.title} would stand in a file in clear`,
        `store it first: leastkey vault set leastkey://vaults/default/${facts.id}/${key}; then name that reference here`,
      );
    }
  }
}

function invalid(path: string, why: string): LeastkeyError {
  return new LeastkeyError(
    "config.invalid",
    `${path} is no list of vaults: ${why}`,
    "repair it, or remove it and run: leastkey vault add",
  );
}
