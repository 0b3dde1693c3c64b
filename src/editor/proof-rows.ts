import { l10n } from "vscode";
import { type AgentProofs, type GridCell, gridOf, type LastProof, telling } from "../guard/boundary/proof.ts";
import type { Row } from "./row.ts";

const runAll = { command: "leastkey.runBoundaryTests", title: l10n.t("Run Boundary Tests") };

/** The row l10n.t("Boundary tests") of an agent, and below it its row of the grid: a line for each vector. */
export function proofRow(proofs: AgentProofs, id: string): Row {
  const last = telling(proofs);
  const base = { id: `${id} proved`, label: l10n.t("Boundary tests"), context: "proof" };
  if (last === undefined)
    return {
      ...base,
      description: l10n.t("never run"),
      icon: "circle-outline",
      click: runAll,
      tooltip: l10n.t("Click to run them."),
    };
  const cells = gridOf(proofs);
  const leaked = cells.reduce((sum, cell) => sum + cell.leaked.length, 0);
  const [icon, description] = summary(last, leaked);
  return {
    ...base,
    icon,
    description,
    tooltip: [lineOf(l10n.t("Simulated"), proofs.simulated), lineOf(l10n.t("The agent itself"), proofs.live)]
      .filter(Boolean)
      .join("\n"),
    children: cells.map((cell) => cellRow(cell, stalenessOf(proofs, cell), `${id} ${cell.vector}`)),
  };
}

const stalenessOf = ({ simulated, live }: AgentProofs, cell: GridCell): boolean =>
  (cell.live ? live : (simulated ?? live))?.stale === true;

function summary(last: LastProof, leaked: number): readonly [icon: string, text: string] {
  if (last.stale) return ["history", l10n.t("stale, the rules changed since")];
  if (last.passed) return ["beaker", l10n.t("passed {0}", dayOf(last))];
  if (leaked > 0)
    return [
      "error",
      leaked === 1
        ? l10n.t("1 attempt leaked, {0}", dayOf(last))
        : l10n.t("{0} attempts leaked, {1}", leaked, dayOf(last)),
    ];
  return ["warning", last.whole ? l10n.t("proved nothing, {0}", dayOf(last)) : l10n.t("only a part was run")];
}

/** "2026-11-24, by 2.1.330 itself" or "2026-11-24, simulated". */
const dayOf = ({ at, mode, version }: LastProof): string =>
  `${at.slice(0, 10)}, ${mode === "live" ? l10n.t("by {0} itself", version ?? l10n.t("the agent")) : l10n.t("simulated")}`;

function lineOf(title: string, proof: LastProof | undefined): string {
  if (proof === undefined) return l10n.t("{0}: never run", title);
  const kinds = Object.values(proof.outcomes).map(({ outcome }) => outcome);
  const number = (kind: string): string => String(kinds.filter((one) => one === kind).length);
  const counts = l10n.t(
    "{0} held, {1} leaked, {2} not exercised",
    number("held"),
    number("leaked"),
    number("not-exercised"),
  );
  const with_ = proof.version === undefined ? "" : ` ${l10n.t("with {0}", proof.version)}`;
  return `${title}${with_}, ${proof.at.slice(0, 16).replace("T", " ")}: ${counts}${proof.stale ? l10n.t("; the rules changed since") : ""}`;
}

function cellRow({ vector, held, leaked, untested, live }: GridCell, stale: boolean, id: string): Row {
  const [icon, text, color] = cellText({ held, leaked, untested });
  const how = live ? l10n.t("the agent itself") : l10n.t("simulated");
  const shown = held + leaked.length === 0 ? text : `${text}, ${how}`;
  return stale
    ? { id, label: vector, description: l10n.t("stale: {0} before the rules changed", shown), icon: "history" }
    : { id, label: vector, description: shown, icon, ...(color === undefined ? {} : { color }) };
}

function cellText(cell: Pick<GridCell, "held" | "leaked" | "untested">): readonly [string, string, string?] {
  const { held, leaked } = cell;
  if (leaked.length > 0)
    return [
      "error",
      l10n.t("LEAKED {0} of {1}: {2}", leaked.length, held + leaked.length, leaked.join(", ")),
      "testing.iconFailed",
    ];
  if (held === 0) return ["circle-outline", l10n.t("untested")];
  return ["pass", l10n.t("held {0}", held), "testing.iconPassed"];
}
