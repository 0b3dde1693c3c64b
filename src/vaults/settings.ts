import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import type { BackendFacts, VaultSettings } from "./backend.ts";
import { factsOf } from "./backends.ts";
import { isOurReference } from "./reference.ts";

const shape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.literal(1),
    vaults: v.record(v.string(), v.record(v.string(), v.string())),
    use: v.optional(v.string()),
  }),
);

export interface VaultsFile {
  readonly vaults: VaultSettings;
  /** Where moved values go unless another is named; undefined: the embedded vault. */
  readonly use: string | undefined;
}

/** Throws `config.invalid`; without a file there are none. */
export const readVaultSettings = (path: string, files: Files): VaultSettings => readVaultsFile(path, files).vaults;

/** The same with the vault that is used for what is moved. */
export function readVaultsFile(path: string, files: Files): VaultsFile {
  const text = files.readText(path);
  if (text === undefined) return { vaults: {}, use: undefined };
  const parsed = v.safeParse(shape, text);
  if (!parsed.success) throw invalid(path, "it has another shape");
  for (const [id, given] of Object.entries(parsed.output.vaults)) checked(factsOf(id), given);
  const { vaults, use } = parsed.output;
  if (use !== undefined) factsOf(use);
  return { vaults, use };
}

/** Which one is used stays as it is, unless its settings are gone. */
export function writeVaultSettings(path: string, files: Files, vaults: VaultSettings): void {
  const { vaults: before, use } = readVaultsFile(path, files);
  const isForgotten = use !== undefined && Object.hasOwn(before, use) && !Object.hasOwn(vaults, use);
  write(path, files, { vaults, use: isForgotten ? undefined : use });
}

/** Where moved values go from now on. `id`: "embedded" too. */
export function useVault(path: string, files: Files, id: string): void {
  if (id !== "embedded" && factsOf(id).isReadOnly === true) {
    throw new LeastkeyError(
      "usage",
      `${factsOf(id).title} is only read from: nothing can be moved there`,
      "choose another; see them with: leastkey vault kinds",
    );
  }
  write(path, files, { vaults: readVaultSettings(path, files), use: id === "embedded" ? undefined : id });
}

function write(path: string, files: Files, { vaults, use }: VaultsFile): void {
  files.replace(path, `${JSON.stringify({ version: 1, vaults, use }, undefined, 2)}\n`, 0o600);
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
