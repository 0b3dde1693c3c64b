import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Json } from "../agent.ts";
import { bom, type Draft, eolOf, insert, type Range, without } from "./draft.ts";
import { FileFault, placeOf } from "./fault.ts";

/**
 * Edits JSON and JSONC by inserting and deleting text, so that nothing else moves: jsonc-parser's own `modify`
 * reformats around an edit, and then taking it back is not exact.
 */

/** Every write of a file asks for the tree of the same text, one after the other. */
let last: { readonly text: string; readonly root: Node | undefined } | undefined;

/** The tree of a text; undefined when there is only white space or comments. Throws FileFault at the first error. */
export function treeOf(text: string): Node | undefined {
  if (last?.text !== text) last = { text, root: parsed(text) };
  return last.root;
}

function parsed(text: string): Node | undefined {
  const errors: ParseError[] = [];
  // A byte order mark is kept in the file and hidden from the parser, at the same offsets.
  const readable = text.startsWith(bom) ? ` ${text.slice(1)}` : text;
  const root = parseTree(readable, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined) {
    const what = printParseErrorCode(first.error).replace(
      /([a-z])([A-Z])/g,
      (_, a: string, b: string) => `${a} ${b.toLowerCase()}`,
    );
    throw new FileFault(
      `not valid JSON at ${placeOf(text, first.offset)} (${what.toLowerCase()})`,
      "correct it, then run protect again",
    );
  }
  if (root !== undefined && root.type !== "object") {
    throw new FileFault(`not an object at ${placeOf(text, root.offset)}`, "settings files hold one object");
  }
  return root;
}

/** The value under a path of keys; undefined where a key is missing. The last of two equal keys counts, as agents read it. */
export function nodeAt(root: Node | undefined, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => {
    if (node?.type !== "object") return undefined;
    return node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
  }, root);
}

/** How a value is spelt in this file. */
export interface Style {
  readonly eol: string;
  readonly unit: string;
}

export function styleOf(text: string): Style {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1];
  return { eol: eolOf(text), unit: indent === undefined ? "  " : indent.startsWith("\t") ? "\t" : indent };
}

/** Adds members to the end of an object or list: each a value, or a key and a value. */
export function addMembers(draft: Draft, container: Node, members: readonly Member[], style: Style): Draft {
  if (members.length === 0) return draft;
  const children = container.children ?? [];
  const last = children.at(-1);
  if (last === undefined) return addFirst(draft, container, members, style);
  // A list on one line in a file of many lines grows below itself: a diff that can be read.
  const compact = !draft.text.trimEnd().includes("\n");
  const ownLines = draft.text.slice(container.offset, last.offset).includes("\n");
  const base = ownLines ? indentAt(draft.text, last.offset) : indentAt(draft.text, container.offset) + style.unit;
  const separator = compact ? " " : style.eol + base;
  const written = members
    .map((member) => separator + spell(member, compact ? undefined : { ...style, base }))
    .join(",");
  const end = last.offset + last.length;
  const tail = tailOf(draft.text, end, container.offset + container.length - 1);
  if (tail.comma !== undefined) return insert(draft, tail.anchor, `${written},`);
  return insert(insert(draft, tail.anchor, written), end, ",");
}

export interface Member {
  readonly key?: string;
  readonly value: Json;
}

function addFirst(draft: Draft, container: Node, members: readonly Member[], style: Style): Draft {
  const { text } = draft;
  const outer = indentAt(text, container.offset);
  const base = outer + style.unit;
  const written = members.map((member) => style.eol + base + spell(member, { ...style, base })).join(",");
  const breaksAfter = /^[ \t]*\r?\n/.test(text.slice(container.offset + 1));
  return insert(draft, container.offset + 1, breaksAfter ? written : written + style.eol + outer);
}

function spell(member: Member, style: (Style & { readonly base: string }) | undefined): string {
  const value =
    style === undefined
      ? JSON.stringify(member.value)
      : JSON.stringify(member.value, null, style.unit).replaceAll("\n", style.eol + style.base);
  return member.key === undefined ? value : `${JSON.stringify(member.key)}: ${value}`;
}

/** White space in front of the first thing on the line that holds the offset. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset).replace(bom, ""))?.[0] ?? "";
}

interface Tail {
  readonly comma: number | undefined; // a trailing comma
  readonly anchor: number; // where a new member goes: past the comma and past comments on the same line
}

/** What stands between the last member and the closing bracket. */
function tailOf(text: string, from: number, to: number): Tail {
  const scanner = createScanner(text.slice(from, to), false);
  let comma: number | undefined;
  let anchor = from;
  let sameLine = true;
  for (let token = scanner.scan(); token !== 17 /* EOF */; token = scanner.scan()) {
    const end = from + scanner.getTokenOffset() + scanner.getTokenLength();
    if (token === 5 /* comma */) {
      comma = end - 1;
      anchor = end;
      sameLine = true;
    } else if (token === 14 /* line break */) sameLine = false;
    else if (sameLine && (token === 12 || token === 13) /* comments */) anchor = end;
  }
  return { comma, anchor };
}

/** The ranges to delete so that members `first` to `last` of a container are gone. */
function membersRange(text: string, container: Node, first: number, last: number): readonly Range[] {
  const children = container.children ?? [];
  const from = children[first];
  const until = children[last];
  if (from === undefined || until === undefined) return [];
  const previous = children[first - 1];
  const end = until.offset + until.length;
  const close = container.offset + container.length - 1;
  const after = commaIn(text, end, children[last + 1]?.offset ?? close);
  const start = from.offset - (/\s*$/.exec(text.slice(container.offset + 1, from.offset))?.[0].length ?? 0);
  if (after !== undefined)
    return [
      [start, end],
      [after, after + 1],
    ];
  if (previous === undefined) return [[start, end]];
  const before = commaIn(text, previous.offset + previous.length, from.offset);
  return before === undefined
    ? [[start, end]]
    : before + 1 >= start
      ? [[before, end]]
      : [
          [before, before + 1],
          [start, end],
        ];
}

function commaIn(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text.slice(from, to), true);
  for (let token = scanner.scan(); token !== 17; token = scanner.scan()) {
    if (token === 5) return from + scanner.getTokenOffset();
  }
  return undefined;
}

/** Deletes the members and then every container on the way up that is left with nothing in it, but for the root. */
export function deleteMembers(
  text: string,
  path: readonly string[],
  ours: (members: readonly Node[]) => Range | undefined,
): string {
  const container = nodeAt(treeOf(text), path);
  const run = container?.children === undefined ? undefined : ours(container.children);
  if (container === undefined || run === undefined) return text;
  return prune(without(text, membersRange(text, container, run[0], run[1])), path);
}

/** Removes an object or list that has no members, and its parents likewise. */
function prune(text: string, path: readonly string[]): string {
  const key = path.at(-1);
  const parent = path.slice(0, -1);
  const root = treeOf(text);
  const node = nodeAt(root, path);
  if (key === undefined || node?.children?.length !== 0 || commented(text, node)) return text;
  const siblings = nodeAt(root, parent)?.children ?? [];
  const at = siblings.findLastIndex((property) => property.children?.[0]?.value === key);
  const holder = nodeAt(root, parent);
  if (holder === undefined || at < 0) return text;
  return prune(without(text, membersRange(text, holder, at, at)), parent);
}

/** A container with a comment of the user's is not empty. */
const commented = (text: string, node: Node): boolean =>
  text.slice(node.offset + 1, node.offset + node.length - 1).trim() !== "";
