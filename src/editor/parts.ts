import type { LogOutputChannel, Uri } from "vscode";
import type { Documents } from "./documents.ts";
import type { Findings } from "./findings.ts";
import type { GuardWatch } from "./guard-watch.ts";
import type { Machine } from "./machine.ts";
import type { Masks } from "./masks.ts";
import type { Previews } from "./preview.ts";
import type { OpenReferenceStates } from "./reference-states.ts";
import type { WorkspaceScan } from "./workspace-scan.ts";

/** What the commands work with; made once, at activation. */
export interface Parts {
  readonly extension: Uri;
  readonly log: LogOutputChannel;
  readonly machine: Machine;
  readonly findings: Findings;
  readonly documents: Documents;
  readonly scan: WorkspaceScan;
  readonly guard: GuardWatch;
  readonly masks: Masks;
  readonly previews: Previews;
  readonly references: OpenReferenceStates;
}
