import { createHash } from "node:crypto";

/** SHA-256 of a text, hex: whether a file still is as it was written. For settings and rules, never for a credential. */
export const contentHash = (text: string): string => createHash("sha256").update(text).digest("hex");
