import type { AuditLog } from "../audit/event.ts";
import type { Clock, Files, Fingerprinter } from "../core/ports.ts";

/** What every use case works with. The command line, the hook and the editor each build one from platform/. */
export interface Ports {
  readonly files: Files;
  readonly clock: Clock;
  readonly fingerprinter: Fingerprinter;
  readonly audit: AuditLog;
}
