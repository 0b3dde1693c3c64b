import { LeastkeyError } from "../../core/errors.ts";
import type { Secret } from "../../core/secret.ts";
import type { BackendFacts, RemoteVault } from "../backend.ts";
import { exists } from "../failure.ts";
import { jsonBody, keyOf, recordOf } from "../json.ts";
import { noLeases, requireStored, resolvesWith } from "./program.ts";

export interface StoredAddress {
  /** A key inside the JSON that is stored; undefined: the whole text is the value. */
  readonly key: string | undefined;
}

export interface ValueStore<Address extends StoredAddress> {
  readonly facts: BackendFacts;
  readonly addressOf: (reference: string) => Address;
  /** The whole text; undefined: there is none. */
  readonly read: (address: Address) => Promise<Secret | undefined>;
  /** `isNew`: there is none yet, as far as was seen. */
  readonly write: (address: Address, text: Secret, isNew: boolean) => Promise<void>;
  readonly remove: (address: Address) => Promise<boolean>;
  readonly list: RemoteVault["list"];
  readonly referenceFor: RemoteVault["referenceFor"];
  readonly check: RemoteVault["check"];
}

/** A vault over a service that keeps one text per name: nothing is overwritten unasked, and what was written is read back. */
export function valueStore<Address extends StoredAddress>(store: ValueStore<Address>): RemoteVault {
  const { facts, addressOf, list, referenceFor, check } = store;
  const vault: RemoteVault = {
    id: facts.id,
    resolves: resolvesWith(facts),
    title: facts.title,
    get: async (reference) => {
      const address = addressOf(reference);
      const text = await store.read(address);
      return text === undefined || address.key === undefined ? text : keyOf(text, address.key);
    },
    set: async (reference, value, { overwrite = false } = {}) => {
      const address = addressOf(reference);
      const text = await store.read(address);
      const known = text === undefined || address.key === undefined ? text : keyOf(text, address.key);
      if (known?.equals(value) === true) return;
      if (known !== undefined && !overwrite) throw exists(reference);
      await store.write(
        address,
        address.key === undefined ? value : withKey(text, address.key, value),
        text === undefined,
      );
      await requireStored(vault, reference, value);
    },
    remove: async (reference) => store.remove(addressOf(reference)),
    list,
    referenceFor,
    check,
    ...noLeases,
  };
  return vault;
}

/** The other keys stay. A text that is no JSON is never replaced by one. */
function withKey(text: Secret | undefined, key: string, value: Secret): Secret {
  if (text === undefined) return jsonBody({ [key]: value });
  const record = recordOf(text);
  if (record !== undefined) return jsonBody({ ...record, [key]: value });
  throw new LeastkeyError(
    "vault.exists",
    "what is stored there is no JSON, and a key cannot be added to it",
    "choose another name for the new value",
  );
}
