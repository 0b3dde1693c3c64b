import type { Classification } from "../finding.ts";
import type { RecordKind } from "./record-place.ts";

/** One file in which a credential was recorded. */
export interface ExposurePlace {
  readonly path: string; // absolute
  /** Registry id, "shell" or "editor". */
  readonly agent: string;
  readonly kind: RecordKind;
  readonly occurrences: number;
  /** The line's own time where it has one, else when the file was last written. Milliseconds. */
  readonly since: number;
}

/** One credential that was recorded, by fingerprint. Never its value. */
export interface Exposure {
  readonly fingerprint: string;
  /** A reference, or what it is: "Stripe secret key (production)". */
  readonly label: string;
  /** Told by detection; absent when only the machine's index knows the value. */
  readonly classification?: Classification;
  readonly places: readonly ExposurePlace[];
  readonly occurrences: number;
  readonly since: number;
  readonly agents: readonly string[];
  /** Why it stands where it stands in the list: production, can do everything, never expires. */
  readonly reasons: readonly string[];
  readonly rotation: { readonly page?: string; readonly detail: string };
}

export interface ExposureSource {
  readonly agent: string;
  readonly kind: RecordKind;
  readonly files: number;
}

/** Most urgent first. */
export interface ExposureReport {
  readonly version: 1;
  readonly exposures: readonly Exposure[];
  readonly files: number;
  readonly bytes: number;
  readonly durationMs: number;
  readonly sources: readonly ExposureSource[];
  /** What could not be searched, in words. */
  readonly notes: readonly string[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}
