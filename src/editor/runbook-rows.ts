import { type Command, l10n } from "vscode";
import { type CommandId, viewIds } from "../contributions.ts";
import type { LineId } from "../guard/runbook/lines.ts";
import type { Runbook, RunbookLine } from "../guard/runbook/runbook.ts";
import type { Row } from "./row.ts";

/** What a click on a line that is not done does in the editor. */
const clicks: Readonly<Record<LineId, CommandId>> = {
  "readable-paths": "leastkey.protectWorkspace",
  scoped: "leastkey.groupSecretsByRisk",
  "environments-apart": "leastkey.groupSecretsByEnvironment",
  "short-lived": "leastkey.groupSecretsByProvider",
  "agents-held": "leastkey.protectWorkspace",
  passports: "leastkey.typeFix",
  "boundaries-proved": "leastkey.runBoundaryTests",
  "trail-whole": "leastkey.typeFix",
  "exposures-searched": "leastkey.showExposures",
  rotated: "leastkey.showExposures",
};
const icons: Readonly<Record<RunbookLine["state"], readonly [icon: string, color: string]>> = {
  done: ["pass-filled", "testing.iconPassed"],
  open: ["circle-large-outline", "problemsWarningIcon.foreground"],
  unknown: ["question", "descriptionForeground"],
};
const stateWords: Readonly<Record<RunbookLine["state"], string>> = {
  done: l10n.t("Done"),
  open: l10n.t("Open"),
  unknown: l10n.t("Not known"),
};

/** The view "Runbook" for one folder. */
export function runbookRows({ root, lines }: Runbook): readonly Row[] {
  return lines.map((line): Row => {
    const [icon, color] = icons[line.state];
    const isDone = line.state === "done";
    return {
      id: `${viewIds.runbook} ${root} ${line.id}`,
      label: line.title,
      description: line.evidence,
      tooltip: [
        `${stateWords[line.state]}: ${line.evidence}.`,
        l10n.t("Why: {0}.", line.why),
        ...(isDone ? [] : [l10n.t("To do: {0}.", line.fix.detail)]),
      ].join("\n"),
      icon,
      color,
      ...(isDone ? {} : { click: clickOf(line, root) }),
    };
  });
}

function clickOf({ id, fix }: RunbookLine, root: string): Command {
  return { title: fix.detail, command: clicks[id], arguments: [{ line: id, root }] };
}
