import type { Finding } from "../core/finding.ts";
import type { Listing, ScanPart } from "../guard/scan.ts";

/** What the client asks a scan worker. Values of secrets go in neither direction, but for the text being scanned. */
export type Request =
  | { readonly kind: "list"; readonly id: number; readonly root: string }
  | { readonly kind: "files"; readonly id: number; readonly root: string; readonly paths: readonly string[] }
  | { readonly kind: "text"; readonly id: number; readonly path: string; readonly text: string };

export type Reply =
  | { readonly kind: "listed"; readonly id: number; readonly listing: Listing }
  | { readonly kind: "scanned"; readonly id: number; readonly part: ScanPart }
  | { readonly kind: "found"; readonly id: number; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

export interface WorkerSetup {
  readonly fingerprintKey: string;
  /** One Int32: how many files of the current request are done; tells a stuck file when the worker overruns. */
  readonly done: SharedArrayBuffer;
}
