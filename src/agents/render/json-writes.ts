import { getNodeValue, type Node } from "jsonc-parser";
import type { ProtectedPath } from "../../core/finding.ts";
import type { Json, JsonWrite } from "../agent.ts";
import { serverName } from "../mcp-command.ts";
import type { Draft, Range } from "./draft.ts";
import { bom, draftOf, insert } from "./draft.ts";
import { FileFault, placeOf } from "./fault.ts";
import { addMembers, deleteMembers, type Member, nodeAt, type Style, styleOf, treeOf } from "./json-edit.ts";
import { type GlobDialect, patternsFor } from "./patterns.ts";

/** What one write comes to: members at the end of one container. */
export type Placement =
  /** A run of members between two marks. JSON has no comment to mark with, so the marks are patterns that match nothing. */
  | {
      readonly kind: "run";
      readonly at: readonly string[];
      readonly holds: "list" | "map";
      readonly members: readonly Member[];
    }
  /** Entries of a list, or with a key of an object, that start our launcher. */
  | { readonly kind: "entries"; readonly at: readonly string[]; readonly members: readonly Member[] }
  | { readonly kind: "default" | "switch"; readonly at: readonly string[]; readonly key: string; readonly value: Json };

type Value = Extract<Placement, { readonly kind: "default" | "switch" }>;
const isValue = (placement: Placement): placement is Value =>
  placement.kind === "default" || placement.kind === "switch";

/** The name of a switch in a receipt. */
const nameOf = ({ at, key }: Value): string => [...at, key].join(".");

const marks = { begin: ".leastkey/begin*", end: ".leastkey/end*" } as const;

/** The members that a write puts in its container. */
export function placementOf(write: JsonWrite, paths: readonly ProtectedPath[]): Placement {
  if (write.kind === "default" || write.kind === "switch") {
    return { kind: write.kind, at: write.at.slice(0, -1), key: write.at.at(-1) ?? "", value: write.value };
  }
  if (write.kind === "server") {
    return { kind: "entries", at: write.at, members: [{ key: serverName, value: write.value }] };
  }
  const [open, close] = write.wrap ?? ["", ""];
  const spelt = markedPatterns(write.dialect, paths).map((pattern) => open + pattern + close);
  if (write.kind === "list") {
    return { kind: "run", at: write.at, holds: "list", members: spelt.map((value) => ({ value })) };
  }
  return { kind: "run", at: write.at, holds: "map", members: spelt.map((key) => ({ key, value: write.value })) };
}

function markedPatterns(dialect: GlobDialect, paths: readonly ProtectedPath[]): readonly string[] {
  return [markFor(marks.begin, dialect), ...patternsFor(paths, dialect), markFor(marks.end, dialect)];
}

function markFor(mark: string, dialect: GlobDialect): string {
  switch (dialect) {
    case "gitignore":
    case "rooted":
      return `/${mark}`;
    case "relative":
    case "anywhere":
    case "wildcard":
      return mark;
    case "dot":
      return `./${mark}`;
    case "regex":
      return `/${mark.replace(/[.*/]/g, "\\$&")}/`;
  }
}

const isMark = (text: unknown, mark: keyof typeof marks): boolean =>
  typeof text === "string" && text.replaceAll("\\", "").includes(marks[mark]);

/** An entry of ours starts the launcher. */
const startsLauncher = (value: unknown): boolean =>
  /leastkey[\s\S]* (?:hook [a-z]|mcp;)/.test(JSON.stringify(value) ?? "");
const isOurs = (node: Node): boolean => startsLauncher(memberOf(node).value);

/** present: exactly as it should be. missing: nothing of ours. */
export type Presence = "present" | "missing" | "drifted";

export function presenceOf(text: string, placement: Placement): Presence {
  const root = treeOf(text);
  const container = nodeAt(root, placement.at);
  if (isValue(placement)) {
    const value = nodeAt(container, [placement.key]);
    if (value === undefined) return "missing";
    return placement.kind === "default" || isSet(value, placement) ? "present" : "drifted";
  }
  const children = container?.children ?? [];
  const run = placement.kind === "run" ? runOf(children) : undefined;
  const found =
    placement.kind === "run" ? (run === undefined ? [] : children.slice(run[0], run[1] + 1)) : ourEntries(children);
  if (found.length === 0) return "missing";
  const actual = found.map((node) => memberOf(node));
  return JSON.stringify(actual) === JSON.stringify(placement.members) ? "present" : "drifted";
}

const isSet = (value: Node, { value: wanted }: Value): boolean =>
  JSON.stringify(getNodeValue(value)) === JSON.stringify(wanted);

function memberOf(node: Node): Member {
  const [key, value] = node.type === "property" ? (node.children ?? []) : [undefined, node];
  const read: unknown = value === undefined ? null : getNodeValue(value);
  return key === undefined ? { value: toJson(read) } : { key: String(key.value), value: toJson(read) };
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return null;
}

const textOf = (node: Node): unknown => (node.type === "property" ? node.children?.[0]?.value : node.value);
const ourEntries = (children: readonly Node[]): readonly Node[] => children.filter(isOurs);

/** First and last member of our run. Where one mark was lost, the other stands alone for itself. */
function runOf(children: readonly Node[]): Range | undefined {
  const begin = children.findIndex((node) => isMark(textOf(node), "begin"));
  const end = children.findLastIndex((node) => isMark(textOf(node), "end"));
  if (begin >= 0 && end >= begin) return [begin, end];
  const alone = begin >= 0 ? begin : end;
  return alone < 0 ? undefined : [alone, alone];
}

function holdsOf(placement: Placement): "list" | "map" {
  if (placement.kind === "run") return placement.holds;
  return isValue(placement) || placement.members.some(({ key }) => key !== undefined) ? "map" : "list";
}

/** Adds what the placement says. Throws FileFault where the user's value is of another kind. */
function place(draft: Draft, placement: Placement, style: Style): Draft {
  const root = treeOf(draft.text);
  if (root === undefined)
    return place(insert(draft, draft.text.startsWith(bom) ? 1 : 0, `{}${style.eol}`), placement, style);
  const holds = holdsOf(placement);
  const members: readonly Member[] = isValue(placement)
    ? [{ key: placement.key, value: placement.value }]
    : placement.members;
  const container = nodeAt(root, placement.at);
  if (container !== undefined) {
    requireKind(draft.text, container, holds, placement.at);
    if (placement.kind === "entries") requireFree(draft.text, container, placement);
    return addMembers(draft, container, members, style);
  }
  const { holder, rest } = deepest(draft.text, root, placement.at);
  const [first = "", ...below] = rest;
  const content: Json =
    holds === "list"
      ? members.map(({ value }) => value)
      : Object.fromEntries(members.map(({ key, value }) => [key ?? "", value]));
  const value = below.toReversed().reduce<Json>((inner, key) => ({ [key]: inner }), content);
  return addMembers(draft, holder, [{ key: first, value }], style);
}

function deepest(
  text: string,
  root: Node,
  path: readonly string[],
): { readonly holder: Node; readonly rest: readonly string[] } {
  let holder = root;
  for (const [depth, key] of path.entries()) {
    const next = nodeAt(holder, [key]);
    if (next === undefined) return { holder, rest: path.slice(depth) };
    requireKind(text, next, "map", path.slice(0, depth + 1));
    holder = next;
  }
  return { holder, rest: [] };
}

/** A server of the user's under our name is left to them. */
function requireFree(text: string, container: Node, { at, members }: Placement & { readonly kind: "entries" }): void {
  for (const { key } of members) {
    const taken = key === undefined ? undefined : nodeAt(container, [key]);
    if (taken === undefined) continue;
    throw new FileFault(
      `"${[...at, key].join(".")}" is set already at ${placeOf(text, taken.offset)}`,
      "give it another name, then run protect again",
    );
  }
}

function requireKind(text: string, node: Node, holds: "list" | "map", path: readonly string[]): void {
  if (node.type === (holds === "list" ? "array" : "object")) return;
  const wanted = holds === "list" ? "a list" : "an object";
  throw new FileFault(
    `"${path.join(".")}" is not ${wanted} at ${placeOf(text, node.offset)}`,
    `make it ${wanted}, then run protect again`,
  );
}

/** Which switches of a file are ours, and whether one that was turned since is taken out too, to be set again. */
export interface OwnSwitches {
  readonly names: readonly string[];
  readonly turned: boolean;
}

/** Takes out what any version of the placement may have put in. */
function unplace(text: string, placement: Placement, own: OwnSwitches): string {
  switch (placement.kind) {
    case "switch":
      return own.names.includes(nameOf(placement)) ? withoutValue(text, placement, own.turned) : text;
    case "run":
      return deleteMembers(text, placement.at, runOf);
    case "entries": {
      for (let left = text; ; ) {
        const next = deleteMembers(left, placement.at, lastOf);
        if (next === left) return left;
        left = next;
      }
    }
    case "default":
      return text;
  }
}

function lastOf(children: readonly Node[]): Range | undefined {
  const at = children.findLastIndex(isOurs);
  return at < 0 ? undefined : [at, at];
}

/** The file with every placement in it, or undefined when they are all there already. */
export function renderJson(before: string | undefined, placements: readonly Placement[]): Draft {
  const style = styleOf(before ?? "");
  const missing = placements.filter((placement) => !isValue(placement) || isFree(before, placement));
  return missing.reduce((draft, placement) => place(draft, placement, style), draftOf(before ?? ""));
}

const isFree = (text: string | undefined, { at, key }: Value): boolean =>
  nodeAt(text === undefined ? undefined : treeOf(text), [...at, key]) === undefined;

/** The switches that have to be added, by name. */
export function addedSwitches(before: string | undefined, placements: readonly Placement[]): readonly string[] {
  return placements
    .filter(isValue)
    .filter((placement) => placement.kind === "switch" && isFree(before, placement))
    .map(nameOf);
}

/** The switches that stand in the file as somebody else wants them, with their place. */
export function otherSwitches(text: string, placements: readonly Placement[]): readonly string[] {
  return placements.filter(isValue).flatMap((placement) => {
    const value = nodeAt(treeOf(text), [...placement.at, placement.key]);
    if (placement.kind !== "switch" || value === undefined || isSet(value, placement)) return [];
    return [`"${nameOf(placement)}" is ${JSON.stringify(getNodeValue(value))} at ${placeOf(text, value.offset)}`];
  });
}

/** The file without anything of ours; undefined when nothing but our defaults would be left. */
export function unrenderJson(text: string, placements: readonly Placement[], own: OwnSwitches): string | undefined {
  const left = placements.reduce((rest, placement) => unplace(rest, placement, own), text);
  if (left === text) return text;
  const bare = placements.reduce(withoutDefault, left);
  return treeOf(bare)?.children?.length === 0 && bare.replace(bom, "").replace(/[\s{}]/g, "") === "" ? undefined : left;
}

/** A default, or a switch without a receipt, stays in a file that the user has things in: whose it was is not known. */
function withoutDefault(text: string, placement: Placement): string {
  return isValue(placement) ? withoutValue(text, placement) : text;
}

function withoutValue(text: string, placement: Value, whatever = false): string {
  return deleteMembers(text, placement.at, (members) => {
    const at = members.findLastIndex(
      ({ children }) =>
        children?.[0]?.value === placement.key &&
        children[1] !== undefined &&
        (whatever || isSet(children[1], placement)),
    );
    return at < 0 ? undefined : [at, at];
  });
}
