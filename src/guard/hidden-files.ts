import { nameOf, within } from "../core/paths.ts";
import type { Guarded } from "../core/shell/types.ts";

/** What the user keeps from every agent, as paths compare on this disk. */
export interface Hidden {
  readonly paths: readonly string[];
  readonly fold: (path: string) => string;
}

const guarded = (path: string): Guarded => ({ path, name: nameOf(path), because: "user" });

export function hiddenAt(path: string, { paths, fold }: Hidden): Guarded | undefined {
  return paths.some((one) => fold(one) === fold(path)) ? guarded(path) : undefined;
}

export function hiddenUnder(folder: string, { paths, fold }: Hidden): readonly Guarded[] {
  return paths.filter((path) => within(fold(folder), fold(path)) !== undefined).map(guarded);
}
