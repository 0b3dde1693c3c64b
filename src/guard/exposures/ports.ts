import type { RecordKind } from "../../core/exposure/record-place.ts";
import type { Clock, Files, Fingerprinter } from "../../core/ports.ts";
import type { TripwireKey } from "../../core/tripwire.ts";

export interface RecordFile {
  readonly path: string; // absolute
  readonly agent: string;
  readonly kind: RecordKind;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ExposurePorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly fingerprinter: Fingerprinter & TripwireKey;
  /** platform/exposure-files.ts */
  readonly list: () => {
    readonly files: readonly RecordFile[];
    readonly errors: readonly { readonly path: string; readonly message: string }[];
  };
  /** Lets others run between two pieces of work: the extension host must go on answering. */
  readonly pause: () => Promise<void>;
}

export interface ExposureOptions {
  readonly home: { readonly indexes: string };
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}
