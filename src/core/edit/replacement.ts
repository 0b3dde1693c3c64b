import type { Secret } from "../secret.ts";

/** Offsets are UTF-16 code units of the text before any edit. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `value`: stands where the secret stood. `support`: an import or helper that the replacement needs. */
  readonly role: "value" | "support";
}

/** Stands for the variable while places are tried, before names are given out. */
export const probedName = "NAME";

export interface ReplacementRequest {
  readonly path: string; // relative to the root, "/" between parts
  readonly text: string;
  /** Where the value stands, as the detection says. */
  readonly place: { readonly start: number; readonly end: number };
  readonly value: Secret;
  /** The environment variable: `STRIPE_SECRET_KEY`. */
  readonly name: string;
  readonly reference: string;
}

/**
 * - `environment-read`: source code now reads the variable and fails loudly without it.
 * - `expansion`: a format whose consumer expands variables holds `${NAME}` now.
 * - `reference`: a file that a resolver reads holds the reference itself.
 * - `ci-secret`: the CI service's own expression; the value must be set there too.
 */
export type ReplacementKind = "environment-read" | "expansion" | "reference" | "ci-secret";

export interface Stored {
  readonly start: number;
  readonly end: number;
  readonly value: Secret;
}

export interface Replacement {
  readonly kind: ReplacementKind;
  readonly edits: readonly TextEdit[]; // sorted, not overlapping
  /** What goes to the vault, and where it stands: all of an address, say, when the detection saw its password. */
  readonly stored: Stored;
  /** A better name than the one asked for: the key that .env has, DATABASE_URL for an address taken whole. */
  readonly variable?: string;
  /** What checked the result: "TypeScript syntax tree", "token stream". Shown with the plan. */
  readonly verifiedBy: string;
}

/** Why no edit is offered here, and what to do instead. */
export interface Refusal {
  readonly kind: "refused";
  readonly reason: string;
  readonly hint: string;
}

/** Applies edits made for exactly this text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

export function refused(reason: string, hint: string): Refusal {
  return { kind: "refused", reason, hint };
}
