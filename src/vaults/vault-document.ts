import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

/** What the vault file holds once it is decrypted. */
export interface VaultDocument {
  readonly version: 1;
  readonly items: ReadonlyMap<string, StoredItem>;
}

export interface StoredItem {
  readonly value: Secret;
  readonly created: string; // ISO 8601
  readonly updated: string;
}

export const emptyDocument: VaultDocument = { version: 1, items: new Map() };

/** Throws `vault.corrupt` for anything that this version did not write. */
export function parseDocument(text: string): VaultDocument {
  const root = parseJson(text);
  if (!isRecord(root)) throw corrupt("it holds no document");
  if (typeof root["version"] === "number" && root["version"] > 1) {
    throw new LeastkeyError(
      "vault.corrupt",
      `the vault was written by a newer Leastkey (format ${String(root["version"])})`,
      "update this Leastkey; nothing was changed",
    );
  }
  if (root["version"] !== 1 || !isRecord(root["items"])) throw corrupt("its document has no version or no items");
  const items = Object.entries(root["items"]).map(([reference, item]): [string, StoredItem] => [
    reference,
    itemOf(item),
  ]);
  return { version: 1, items: new Map(items) };
}

/** The only place where stored values become text again: what is about to be encrypted. */
export function serializeDocument(document: VaultDocument): string {
  const items = [...document.items]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, { value, created, updated }]) => [reference, { value: value.reveal(), created, updated }]);
  return `${JSON.stringify({ version: document.version, items: Object.fromEntries(items) as unknown })}\n`;
}

function itemOf(item: unknown): StoredItem {
  if (!isRecord(item)) throw corrupt("an item is not a record");
  const { value, created, updated } = item;
  if (typeof value !== "string" || typeof created !== "string" || typeof updated !== "string") {
    throw corrupt("an item lacks its value or its dates");
  }
  return { value: Secret.of(value), created, updated };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt("its document is not JSON"); // without the cause: a parser's message quotes the text
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function corrupt(why: string): LeastkeyError {
  return new LeastkeyError(
    "vault.corrupt",
    `the vault file is damaged: ${why}`,
    "put back vault.age.bak, the copy from before the last change, or your own backup",
  );
}
