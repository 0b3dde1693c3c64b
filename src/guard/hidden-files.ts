import { nameOf, within } from "../core/paths.ts";
import type { Guarded } from "../core/shell/types.ts";
import type { DecideContext } from "./decide-context.ts";
import { hiddenFiles, readUserRules } from "./user-rules.ts";

/** What the user keeps from every agent, as paths compare on this disk. */
export interface Hidden {
  readonly paths: readonly string[];
  readonly fold: (path: string) => string;
}

export function hiddenIn({ files, home }: DecideContext, fold: Hidden["fold"]): Hidden {
  const own = readUserRules(files, home);
  return { paths: own.kind === "read" ? hiddenFiles(own.rules) : [], fold };
}

const guarded = (path: string): Guarded => ({ path, name: nameOf(path), because: "user" });

export function hiddenAt(path: string, { paths, fold }: Hidden): Guarded | undefined {
  return paths.some((one) => fold(one) === fold(path)) ? guarded(path) : undefined;
}

export function hiddenUnder(folder: string, { paths, fold }: Hidden): readonly Guarded[] {
  return paths.filter((path) => within(fold(folder), fold(path)) !== undefined).map(guarded);
}
