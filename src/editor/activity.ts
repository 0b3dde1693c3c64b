import type { Disposable } from "vscode";
import { ActivityView } from "./activity-view.ts";
import { inBackground } from "./background.ts";
import type { Parts } from "./parts.ts";
import { Refusals } from "./refusals.ts";
import { Terminals } from "./terminals.ts";

/** What agents and terminals do, recorded and shown. */
export function activity(parts: Parts): readonly Disposable[] {
  const { guard, log } = parts;
  const panel = new ActivityView({ ...parts, coverage: () => guard.coverage() });
  return [
    panel,
    guard.onDidChange(() => panel.refreshCoverage()),
    panel.onDidHear(() => inBackground(guard.refresh(), "check of the protection", log)),
    new Terminals(parts),
    new Refusals({ ...parts, panel }),
  ];
}
