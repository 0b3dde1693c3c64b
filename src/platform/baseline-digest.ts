import { randomBytes, scryptSync } from "node:crypto";
import type { Secret } from "../core/secret.ts";

/** 4 MB and some 10 ms for each guess: the file is public where the project is. */
const cost = { N: 4096, r: 8, p: 1 };

/** A value's hash in a baseline: 32 hex digits. */
export const baselineDigest = (value: Secret, salt: string): string =>
  scryptSync(value.reveal(), Buffer.from(salt, "hex"), 16, cost).toString("hex");

export const newSalt = (): string => randomBytes(16).toString("hex");
