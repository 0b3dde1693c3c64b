import { LeastkeyError } from "../core/errors.ts";

/** One key of one secret. `path` as the key-value engine's users write it, without the `data/` of version 2. */
export interface OpenBaoReference {
  readonly path: string;
  /** Names inside the secret, outermost first. */
  readonly key: readonly string[];
  readonly version: number | undefined;
  /** The path already holds `data/`, as bank-vaults writes it. */
  readonly isApiPath: boolean;
}

const valsForm = /^(?:secret)?ref\+(?:vault|openbao):\/\/([^?#\s]+)(?:\?([^#\s]*))?#\/([^\s]+?)\+?$/;
const bankForm = /^(?:vault|bao):([^#\s]+)#([A-Za-z0-9_.-]+)(?:#(\d+))?$/;

export const readsOpenBao = (reference: string): boolean => valsForm.test(reference) || bankForm.test(reference);

/** Throws `reference.invalid`; the message never repeats the text, which may be a value. */
export function parseOpenBaoReference(text: string): OpenBaoReference {
  const vals = valsForm.exec(text);
  if (vals?.[1] !== undefined && vals[3] !== undefined) {
    const asked = new URLSearchParams(vals[2] ?? "");
    const elsewhere = [...asked.keys()].find((name) => name !== "version");
    if (elsewhere !== undefined) {
      throw invalid(`it has the parameter "${elsewhere}"`, "set VAULT_ADDR and its kin in the environment instead");
    }
    const key = vals[3].split("/").map(decodeURIComponent);
    return { path: checked(vals[1]), key, version: versionIn(asked.get("version")), isApiPath: false };
  }
  const bank = bankForm.exec(text);
  if (bank?.[1] !== undefined && bank[2] !== undefined)
    return { path: checked(bank[1]), key: [bank[2]], version: versionIn(bank[3]), isApiPath: true };
  throw invalid("it names no key", "write it as ref+vault://secret/app/stripe#/api_key");
}

function checked(path: string): string {
  const parts = path.split("/");
  if (parts.length < 2 || parts.some((part) => part === "" || part === "." || part === ".."))
    throw invalid("its path has an empty or relative part", "write it as ref+vault://secret/app/stripe#/api_key");
  return path;
}

function versionIn(text: string | null | undefined): number | undefined {
  const version = Number(text ?? "0");
  if (!Number.isSafeInteger(version) || version < 0) throw invalid("its version is no number", "leave it out");
  return version === 0 ? undefined : version;
}

const invalid = (why: string, hint: string): LeastkeyError =>
  new LeastkeyError("reference.invalid", `this reference to Vault cannot be used: ${why}`, hint);
