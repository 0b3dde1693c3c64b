import type { Secret } from "../core/secret.ts";
import { createMasker } from "../platform/masker.ts";

/** A text with the values in it masked. */
export function maskText(text: string, masked: readonly { readonly name: string; readonly value: Secret }[]): string {
  if (masked.length === 0) return text;
  const masker = createMasker(masked);
  return Buffer.concat([...masker.write(Buffer.from(text)), ...masker.end()]).toString("utf8");
}
