import type { Protection } from "./protection.ts";

/** What the panel sees and what it does not, in sentences for its footer. */
export function coverageLines(protection: Protection): readonly string[] {
  const outside = "Commands that agents run outside VS Code terminals are only seen through hooks.";
  const terminals =
    "Terminals without shell integration (cmd.exe, tmux, some remote shells) are not seen; bash may report only the first part of a line.";
  if (protection.kind !== "protected")
    return ["No hook is in place, so no tool call of an agent is seen.", outside, terminals];
  const named = (hook: "ran" | "written"): string =>
    protection.agents
      .filter((agent) => agent.hook === hook)
      .map(({ title }) => title)
      .join(", ");
  const ran = named("ran");
  const written = named("written");
  return [
    ...(ran === "" ? [] : [`Hooks seen to run: ${ran}.`]),
    ...(written === "" ? [] : [`Hooks written but not seen to run yet: ${written}.`]),
    outside,
    terminals,
  ];
}
