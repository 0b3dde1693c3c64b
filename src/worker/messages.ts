import type { Commit, Finding } from "../core/finding.ts";
import type { Listing, ScanPart } from "../guard/scan.ts";
import type { BaselineAsk } from "../guard/scan-baseline.ts";

/** A version of a file in git's store and, in a history, the commit that brought it. */
export interface Blob {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly commit?: Commit;
}

/** Content at hand: standard input. */
export interface ContentRequest {
  readonly path: string;
  readonly content: Uint8Array;
}

interface Numbered {
  readonly id: number;
}

/** What the client asks a scan worker. Values of secrets go in neither direction, but for the text being scanned. */
export type Request =
  | (Numbered & { readonly kind: "list"; readonly root: string; readonly within: readonly string[] | undefined })
  | (Numbered & FilesRequest)
  | (Numbered & {
      readonly kind: "blobs";
      readonly root: string;
      readonly blobs: readonly Blob[];
      readonly baseline: BaselineAsk | undefined;
    })
  | (Numbered & {
      readonly kind: "content";
      readonly items: readonly ContentRequest[];
      readonly baseline: BaselineAsk | undefined;
    })
  | (Numbered & { readonly kind: "text"; readonly path: string; readonly text: string });

interface FilesRequest {
  readonly kind: "files";
  readonly root: string;
  readonly paths: readonly string[];
  readonly baseline: BaselineAsk | undefined;
}

export type Reply =
  | (Numbered & { readonly kind: "listed"; readonly listing: Listing })
  | (Numbered & { readonly kind: "scanned"; readonly part: ScanPart })
  | (Numbered & { readonly kind: "found"; readonly findings: readonly Finding[] })
  | (Numbered & { readonly kind: "failed"; readonly message: string });

export interface WorkerSetup {
  readonly fingerprintKey: string;
  /** One Int32: how many files of the current request are done; tells a stuck file when the worker overruns. */
  readonly done: SharedArrayBuffer;
}
