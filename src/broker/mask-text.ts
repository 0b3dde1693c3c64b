import type { Secret } from "../core/secret.ts";
import { createMasker, type Masker } from "../platform/masker.ts";

/** A text with the values in it masked. */
export const maskText = (text: string, masked: readonly { readonly name: string; readonly value: Secret }[]): string =>
  throughMasker(text, createMasker(masked));

/** A text through a fresh masker. */
export function throughMasker(text: string, masker: Masker): string {
  return Buffer.concat([...masker.write(Buffer.from(text)), ...masker.end()]).toString("utf8");
}
