import { l10n } from "vscode";
import type { Protection } from "./protection.ts";

/** What the panel sees and what it does not, in sentences for its footer. */
export function coverageLines(protection: Protection): readonly string[] {
  const outside = l10n.t("Commands that agents run outside VS Code terminals are only seen through hooks.");
  const terminals = l10n.t(
    "Terminals without shell integration (cmd.exe, tmux, some remote shells) are not seen; bash may report only the first part of a line.",
  );
  if (protection.kind !== "protected")
    return [l10n.t("No hook is in place, so no tool call of an agent is seen."), outside, terminals];
  const named = (hook: "ran" | "written"): string =>
    protection.agents
      .filter((agent) => agent.hook === hook)
      .map(({ title }) => title)
      .join(", ");
  const ran = named("ran");
  const written = named("written");
  return [
    ...(ran === "" ? [] : [l10n.t("Hooks seen to run: {0}.", ran)]),
    ...(written === "" ? [] : [l10n.t("Hooks written but not seen to run yet: {0}.", written)]),
    outside,
    terminals,
  ];
}
