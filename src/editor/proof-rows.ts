import { count } from "../core/count.ts";
import { type AgentProofs, type GridCell, gridOf, type LastProof, telling } from "../guard/boundary/proof.ts";
import type { Row } from "./row.ts";

const runAll = { command: "leastkey.runBoundaryTests", title: "Run Boundary Tests" };

/** The row "Boundary tests" of an agent, and below it its row of the grid: a line for each vector. */
export function proofRow(proofs: AgentProofs, id: string): Row {
  const last = telling(proofs);
  const base = { id: `${id} proved`, label: "Boundary tests", context: "proof" };
  if (last === undefined)
    return { ...base, description: "never run", icon: "circle-outline", click: runAll, tooltip: "Click to run them." };
  const cells = gridOf(proofs);
  const leaked = cells.reduce((sum, cell) => sum + cell.leaked.length, 0);
  const [icon, description] = summary(last, leaked);
  return {
    ...base,
    icon,
    description,
    tooltip: [lineOf("Simulated", proofs.simulated), lineOf("The agent itself", proofs.live)]
      .filter(Boolean)
      .join("\n"),
    children: cells.map((cell) => cellRow(cell, stalenessOf(proofs, cell), `${id} ${cell.vector}`)),
  };
}

const stalenessOf = ({ simulated, live }: AgentProofs, cell: GridCell): boolean =>
  (cell.live ? live : (simulated ?? live))?.stale === true;

function summary(last: LastProof, leaked: number): readonly [icon: string, text: string] {
  if (last.stale) return ["history", "stale, the rules changed since"];
  if (last.passed) return ["beaker", `passed ${dayOf(last)}`];
  if (leaked > 0) return ["error", `${count(leaked, "attempt")} leaked, ${dayOf(last)}`];
  return ["warning", last.whole ? `proved nothing, ${dayOf(last)}` : "only a part was run"];
}

/** "2026-11-24, by 2.1.330 itself" or "2026-11-24, simulated". */
const dayOf = ({ at, mode, version }: LastProof): string =>
  `${at.slice(0, 10)}, ${mode === "live" ? `by ${version ?? "the agent"} itself` : "simulated"}`;

function lineOf(title: string, proof: LastProof | undefined): string {
  if (proof === undefined) return `${title}: never run`;
  const kinds = Object.values(proof.outcomes).map(({ outcome }) => outcome);
  const number = (kind: string): string => String(kinds.filter((one) => one === kind).length);
  const counts = `${number("held")} held, ${number("leaked")} leaked, ${number("not-exercised")} not exercised`;
  const with_ = proof.version === undefined ? "" : ` with ${proof.version}`;
  return `${title}${with_}, ${proof.at.slice(0, 16).replace("T", " ")}: ${counts}${proof.stale ? "; the rules changed since" : ""}`;
}

function cellRow({ vector, held, leaked, untested, live }: GridCell, stale: boolean, id: string): Row {
  const [icon, text, color] = cellText({ held, leaked, untested });
  const how = live ? "the agent itself" : "simulated";
  const shown = text === "untested" ? text : `${text}, ${how}`;
  return stale
    ? { id, label: vector, description: `stale: ${shown} before the rules changed`, icon: "history" }
    : { id, label: vector, description: shown, icon, ...(color === undefined ? {} : { color }) };
}

function cellText(cell: Pick<GridCell, "held" | "leaked" | "untested">): readonly [string, string, string?] {
  const { held, leaked } = cell;
  if (leaked.length > 0)
    return [
      "error",
      `LEAKED ${String(leaked.length)} of ${String(held + leaked.length)}: ${leaked.join(", ")}`,
      "testing.iconFailed",
    ];
  if (held === 0) return ["circle-outline", "untested"];
  return ["pass", `held ${String(held)}`, "testing.iconPassed"];
}
