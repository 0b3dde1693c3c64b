import type { Commit, Finding } from "../core/finding.ts";
import type { ScanPart } from "../guard/scan.ts";
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
  | (Numbered & ListRequest)
  | (Numbered & {
      /** Keeps what was scanned for the next time: members of the cache's JSON, from `scanned` replies. */
      readonly kind: "remember";
      readonly root: string;
      readonly overrides: readonly unknown[];
      readonly members: readonly string[];
      readonly listed: number;
    })
  | (Numbered & FilesRequest)
  | (Numbered & Asked & { readonly kind: "blobs"; readonly root: string; readonly blobs: readonly Blob[] })
  | (Numbered & Asked & { readonly kind: "content"; readonly root: string; readonly items: readonly ContentRequest[] })
  | (Numbered & {
      readonly kind: "text";
      /** Of the project, for its own rules; undefined for a document in none. */
      readonly root: string | undefined;
      readonly path: string;
      readonly text: string;
      readonly overrides: readonly unknown[];
    });

/** What every request that finds something brings. */
interface Asked {
  readonly baseline: BaselineAsk | undefined;
  /** From the user's settings, as typed; they hold over those of the project's file. */
  readonly overrides: readonly unknown[];
}

export interface ListRequest extends Asked {
  readonly kind: "list";
  readonly root: string;
  readonly within: readonly string[] | undefined;
  readonly exclude: readonly string[];
  /** Whether unchanged files are taken from the cache. */
  readonly cached: boolean;
}

/** What is to be scanned, and what is known without. */
export interface Listed {
  readonly total: number;
  /** Paths that are secret by name. */
  readonly named: readonly string[];
  readonly pending: readonly string[];
  /** Of unchanged files; with the errors of listing. */
  readonly known: ScanPart;
}

export interface FilesRequest extends Asked {
  readonly kind: "files";
  readonly root: string;
  readonly paths: readonly string[];
}

export type Reply =
  | (Numbered & { readonly kind: "listed"; readonly listed: Listed })
  | (Numbered & { readonly kind: "scanned"; readonly part: ScanPart; readonly members?: string })
  | (Numbered & { readonly kind: "remembered" })
  | (Numbered & { readonly kind: "found"; readonly findings: readonly Finding[] })
  | (Numbered & { readonly kind: "failed"; readonly message: string });

export interface WorkerSetup {
  readonly fingerprintKey: string;
  /** Where caches are kept; undefined: nowhere. */
  readonly caches: string | undefined;
  /** One Int32: how many files of the current request are done; tells a stuck file when the worker overruns. */
  readonly done: SharedArrayBuffer;
}
