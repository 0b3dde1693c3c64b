import { Range } from "vscode";
import type { Finding, Place } from "../core/finding.ts";

/** By lines and columns, which hold for a file that is not open too. */
export function rangeOf({ line, column, endLine, endColumn }: Place): Range {
  return new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

/** The findings under a position or a selection; a cursor at either end counts. */
export function findingsAt(findings: readonly Finding[], at: Range): readonly Finding[] {
  return findings.filter(({ place }) => {
    const range = rangeOf(place);
    return range.intersection(at) !== undefined;
  });
}
