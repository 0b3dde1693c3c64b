import { count } from "../../core/count.ts";
import { type BoundaryReport, notExercised, type Outcome } from "./report.ts";
import type { Scenario } from "./scenario.ts";

/** Files in which a fresh scan found a secret and that no rule hides. */
export interface Unhidden {
  readonly scanned: number;
  readonly unread: number;
  readonly paths: readonly string[];
}

const mostNamed = 10;

/** The report with what a scan tells: the same for every agent, so it is asked once and not of a hook. */
export function withScan(report: BoundaryReport, scenarios: readonly Scenario[], unhidden: Unhidden): BoundaryReport {
  const told = new Set(scenarios.filter(({ oracle }) => oracle === "scan").map(({ id }) => id));
  const outcome = outcomeOf(unhidden);
  return {
    ...report,
    agents: report.agents.map((result) => ({
      ...result,
      cells: result.cells.map((cell) => (told.has(cell.scenario) ? { ...cell, outcome } : cell)),
    })),
  };
}

/** A file that could not be read is unknown, and so nothing is held. */
function outcomeOf({ scanned, unread, paths }: Unhidden): Outcome {
  const more = paths.length > mostNamed ? ` and ${String(paths.length - mostNamed)} more` : "";
  if (paths.length > 0)
    return { kind: "leaked", evidence: `no rule hides ${paths.slice(0, mostNamed).join(", ")}${more}` };
  if (unread > 0) return notExercised(`${count(unread, "file")} could not be scanned`);
  return { kind: "held", evidence: `a scan of ${count(scanned, "file")} found no secret that is not hidden` };
}
