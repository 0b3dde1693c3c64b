import type { ProtectedPath } from "../../core/finding.ts";
import type { Agent, HookFacts, IgnoreFile, Instructions, ScriptFile, Surface } from "../agent.ts";
import type { HookCommand } from "../hook-command.ts";
import { type Draft, draftOf, eolOf, insert } from "./draft.ts";
import { FileFault } from "./fault.ts";
import { hookPlacements } from "./hook-entries.ts";
import { instructionLines } from "./instructions.ts";
import {
  addedSwitches,
  type OwnSwitches,
  otherSwitches,
  type Placement,
  type Presence,
  placementOf,
  presenceOf,
  renderJson,
  unrenderJson,
} from "./json-writes.ts";
import { appendBlock, blockLines, hashFence, markdownFence, withoutBlock } from "./marked-block.ts";
import { patternGroups } from "./patterns.ts";
import { isGenerated, scriptText } from "./script-file.ts";
import { renderToml, tomlPresence, unrenderToml } from "./toml-block.ts";

export interface SurfaceUse {
  readonly agent: Agent;
  readonly surface: Surface;
}

export interface Context {
  readonly protectedPaths: readonly ProtectedPath[];
  readonly require: boolean;
  readonly switches: OwnSwitches;
}

/** A file with everything of ours in it, from the user's own text. All uses of one file have one format. */
export function renderFile(before: string | undefined, uses: readonly SurfaceUse[], context: Context): Draft {
  const [first] = uses;
  if (first === undefined) return draftOf(before ?? "");
  switch (first.surface.format) {
    case "json":
    case "jsonc":
      return renderJson(before, placementsOf(uses, context));
    case "gitignore":
      return appendBlock(before, hashFence, ignoreLines(context));
    case "markdown":
      return renderInstructions(before, first.surface);
    case "toml":
      return renderToml(before, first.surface, context.protectedPaths);
    case "script":
      return renderScript(before, first.surface, commandOf(first, context));
  }
}

/** A file without anything of ours; undefined when there was none. */
export function unrenderFile(text: string, uses: readonly SurfaceUse[], context: Context): string | undefined {
  const [first] = uses;
  if (first === undefined) return text;
  switch (first.surface.format) {
    case "json":
    case "jsonc":
      return unrenderJson(text, placementsOf(uses, context), context.switches);
    case "gitignore":
      return withoutBlock(text, hashFence);
    case "markdown":
      return unrenderInstructions(text, first.surface);
    case "toml":
      return unrenderToml(text);
    case "script":
      return isGenerated(text) ? undefined : text;
  }
}

export function presenceOfSurface(text: string, use: SurfaceUse, context: Context): Presence {
  const { surface } = use;
  switch (surface.format) {
    case "json":
    case "jsonc":
      return together(
        placementsOf([use], context).map((placement) => ({ placement, is: presenceOf(text, placement) })),
      );
    case "gitignore":
      return blockPresence(blockLines(text, hashFence), ignoreLines(context));
    case "markdown":
      return blockPresence(blockLines(text, markdownFence), instructionLines);
    case "toml":
      return tomlPresence(text, surface, context.protectedPaths);
    case "script":
      return !isGenerated(text)
        ? "missing"
        : text === scriptText(surface.script, commandOf(use, context))
          ? "present"
          : "drifted";
  }
}

/** The switches that rendering these would add to the user's own text, by name. */
export const switchesAdded = (
  before: string | undefined,
  uses: readonly SurfaceUse[],
  context: Context,
): readonly string[] => addedSwitches(before, placementsOf(uses, context));

/** The switches that the user has set to something else, with their place. */
export const switchesTurned = (text: string, uses: readonly SurfaceUse[], context: Context): readonly string[] =>
  otherSwitches(text, placementsOf(uses, context));

function together(all: readonly { readonly placement: Placement; readonly is: Presence }[]): Presence {
  if (all.every(({ is }) => is === "present")) return "present";
  return all.every(({ placement, is }) => is === "missing" || placement.kind === "default") ? "missing" : "drifted";
}

function blockPresence(lines: readonly string[] | undefined, wanted: readonly string[]): Presence {
  if (lines === undefined) return "missing";
  return lines.join("\n") === wanted.join("\n") ? "present" : "drifted";
}

/** Two agents may read one file and want one thing in it: it is written once. */
function placementsOf(uses: readonly SurfaceUse[], context: Context): readonly Placement[] {
  const all = uses.flatMap((use) => {
    if (use.surface.format !== "json" && use.surface.format !== "jsonc") return [];
    if ("writes" in use.surface) return use.surface.writes.map((write) => placementOf(write, context.protectedPaths));
    return hookPlacements(use.surface.hooks, commandOf(use, context));
  });
  const placeOf = (placement: Placement): string =>
    JSON.stringify([placement.kind, placement.at, "key" in placement ? placement.key : ""]);
  return [...new Map(all.toReversed().map((placement) => [placeOf(placement), placement])).values()].toReversed();
}

/** A hook's argument names who installed it; the dialect is told from the payload, since agents read each other's files. */
function commandOf({ agent, surface }: SurfaceUse, context: Context): HookCommand {
  const { pass, caller }: Partial<HookFacts> = surface.format === "json" && "hooks" in surface ? surface.hooks : {};
  return {
    agent: caller ?? agent.id,
    require: context.require,
    ...(pass === undefined ? {} : { pass }),
  };
}

function ignoreLines(context: Context): readonly string[] {
  return patternGroups(context.protectedPaths, "gitignore" satisfies IgnoreFile["format"]).flatMap(
    ({ title, patterns }) => [`# ${title}`, ...patterns],
  );
}

function renderInstructions(before: string | undefined, surface: Instructions): Draft {
  if (before !== undefined || surface.head === undefined) return appendBlock(before, markdownFence, instructionLines);
  return insert(appendBlock(undefined, markdownFence, instructionLines), 0, `${surface.head}\n`);
}

function unrenderInstructions(text: string, surface: Instructions): string | undefined {
  const left = withoutBlock(text, markdownFence);
  return left !== text && left === surface.head?.replaceAll("\n", eolOf(text)) ? undefined : left;
}

function renderScript(before: string | undefined, surface: ScriptFile, command: HookCommand): Draft {
  if (before !== undefined) {
    throw new FileFault(
      "a file of this name is there that Leastkey did not write",
      "move it away, or call leastkey hook from it",
    );
  }
  return insert(draftOf(""), 0, scriptText(surface.script, command));
}
