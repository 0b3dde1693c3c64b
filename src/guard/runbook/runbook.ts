import type { Evidence } from "./evidence.ts";
import { type LineFacts, type LineId, runbookLines } from "./lines.ts";
import type { LineState } from "./outcome.ts";

export interface RunbookLine {
  readonly id: LineId;
  readonly title: string;
  readonly why: string;
  readonly state: LineState;
  /** One sentence: what was seen. */
  readonly evidence: string;
  readonly fix: LineFacts["fix"];
}

export interface Runbook {
  readonly version: 1;
  readonly root: string;
  readonly at: string; // ISO 8601
  readonly done: number;
  readonly total: number;
  readonly lines: readonly RunbookLine[];
}

/** The credential runbook of one workspace, each line told from the evidence. */
export function runbookOf(evidence: Evidence): Runbook {
  const lines = runbookLines.map(({ id, title, why, fix, check }): RunbookLine => {
    const outcome = check(evidence);
    return { id, title, why, fix, ...outcome };
  });
  return {
    version: 1,
    root: evidence.root,
    at: new Date(evidence.now).toISOString(),
    done: lines.filter(({ state }) => state === "done").length,
    total: lines.length,
    lines,
  };
}
