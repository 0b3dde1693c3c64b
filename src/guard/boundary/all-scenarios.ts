import { slashed } from "../../core/paths.ts";
import type { Files } from "../../core/ports.ts";
import { type IndexHome, readIndexAt } from "../write-index.ts";
import { builtIn } from "./pack/index.ts";
import type { Scenario } from "./scenario.ts";
import { parseTeamFile, teamFile } from "./team-file.ts";

/**
 * The built-in pack and the team's own; one of the team's with the same id stands in the built-in one's place. Throws
 * config.invalid where the team's file has a mistake.
 */
export function allScenarios(root: string, files: Files, home: IndexHome): readonly Scenario[] {
  const text = files.readText(`${root}/${teamFile}`);
  const own = text === undefined ? [] : parseTeamFile(text, hiddenFiles(root, files, home));
  return [...new Map([...builtIn, ...own].map((scenario) => [scenario.id, scenario])).values()];
}

function hiddenFiles(root: string, files: Files, home: IndexHome): readonly string[] {
  const lookup = readIndexAt(slashed(files.realPath(root) ?? root), files, home);
  return lookup.kind === "found" ? lookup.index.protectedPaths.map(({ path }) => path) : [];
}
