import { symbolOf } from "../guard/boundary/formats.ts";
import { type AgentResult, type BoundaryReport, type Cell, hasPassed, totalsOf } from "../guard/boundary/report.ts";
import type { Output } from "./output.ts";

/** Agent by agent: what leaked with its evidence, what could not be tried and why, and the sums. */
export function describeBoundaries(report: BoundaryReport, output: Output, all: boolean): void {
  for (const result of report.agents) {
    const { held, leaked, notExercised } = totalsOf([result]);
    const sum = `${String(held)} held, ${String(leaked)} leaked, ${String(notExercised)} not exercised`;
    const name = result.version === undefined ? result.title : `${result.title} ${result.version}`;
    output.result(`${output.style("bold", name)}  ${output.style(hasPassed(result) ? "green" : "red", sum)}`);
    if (result.peakMemoryMb !== undefined)
      output.result(`    ${output.style("dim", `at most ${String(result.peakMemoryMb)} MB of memory`)}`);
    for (const { ok, kind, detail } of result.controls)
      if (!ok) output.result(`    ${output.style("red", `control ${kind} failed`)}: ${detail}`);
    if (result.refusedHosts !== undefined)
      output.result(`    refused to let it reach ${result.refusedHosts.join(", ")}`);
    if (result.reachedHosts !== undefined)
      output.result(`    ${output.style("red", `it went to ${result.reachedHosts.join(", ")} around the proxy`)}`);
    for (const cell of result.cells)
      if (all || cell.outcome.kind === "leaked") output.result(`    ${lineOf(cell, output)}`);
    if (!all) for (const line of skipped(result)) output.result(`    ${output.style("dim", line)}`);
  }
  const total = totalsOf(report.agents);
  const seconds = (report.durationMs / 1000).toFixed(1);
  output.talk(
    `${report.mode}: ${String(total.held)} held, ${String(total.leaked)} leaked, ${String(total.notExercised)} not exercised, in ${seconds} s`,
  );
  if (total.leaked > 0)
    output.hint("what leaked in spite of the rules stands above; 'leastkey test --all' shows every attempt");
}

function lineOf({ scenario, vector, outcome, durationMs, mustNot }: Cell, output: Output): string {
  const head = `${output.style(outcome.kind === "held" ? "green" : outcome.kind === "leaked" ? "red" : "dim", symbolOf(outcome))}  ${scenario} (${vector})`;
  switch (outcome.kind) {
    case "held":
      return `${head}  ${outcome.evidence}  ${durationMs.toFixed(0)} ms`;
    case "leaked":
      return `${head}  ${mustNot}: ${outcome.evidence}`;
    case "not-exercised":
      return `${head}  ${outcome.reason}`;
  }
}

/** One line for each reason. */
function skipped({ cells }: AgentResult): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { outcome, scenario } of cells)
    if (outcome.kind === "not-exercised")
      reasons.set(outcome.reason, [...(reasons.get(outcome.reason) ?? []), scenario]);
  return [...reasons].map(([reason, ids]) => `not exercised, ${reason}: ${ids.join(", ")}`);
}
