import { parse } from "unbash";
import { Secret } from "../secret.ts";
import { inComment, mismatch, unverified } from "./refusals.ts";
import {
  applyEdits,
  type Refusal,
  type Replacement,
  type ReplacementRequest,
  refused,
  type TextEdit,
} from "./replacement.ts";

/** A node of unbash's tree, whatever its type: all that matters here is where it stands. */
interface Node {
  readonly type: string;
  readonly pos: number;
  readonly end: number;
}

/**
 * `"${NAME:?NAME is not set}"`: the shell itself stops with that message. Single quotes are closed around it and
 * opened again, because nothing expands inside of them.
 */
export function replaceInShell(request: ReplacementRequest): Replacement | Refusal {
  const { text, place, value } = request;
  if (!Secret.of(text.slice(place.start, place.end)).equals(value)) return mismatch();
  const nodes = nodesOf(text);
  if (nodes === undefined) return refused("the script does not parse as a shell script", "repair it first");
  const around = nodes.filter(({ pos, end }) => pos <= place.start && end >= place.end);
  const edit = editFor(request, around);
  if (edit === undefined)
    return isComment(text, place.start) ? inComment() : refused("it stands in no word of a command", "move it by hand");
  if ("kind" in edit) return edit;
  const edits: readonly TextEdit[] = [edit];
  if (!isSame(nodes, text, edit)) return unverified("shell script");
  const stored = { start: place.start, end: place.end, value };
  return { kind: "environment-read", edits, stored, verifiedBy: "shell syntax tree" };
}

function editFor({ place, name }: ReplacementRequest, around: readonly Node[]): TextEdit | Refusal | undefined {
  const expansion = `\${${name}:?${name} is not set}`;
  const { start, end } = place;
  if (around.some(({ type }) => type === "QuotedHereDoc")) {
    return refused(
      "its here-document is quoted, so the shell expands nothing in it",
      "take the quotes off its delimiter",
    );
  }
  const part = around.findLast(({ type }) => quoting.has(type));
  const isInHereDoc = part === undefined && around.at(-1)?.type === "HereDocBody";
  if (isInHereDoc || part?.type === "DoubleQuoted" || part?.type === "LocaleString") {
    return { start, end, text: expansion, role: "value" };
  }
  if (part !== undefined) {
    const opening = part.type === "AnsiCQuoted" ? "$'" : "'";
    const isWhole = start === part.pos + opening.length && end === part.end - 1;
    return isWhole
      ? { start: part.pos, end: part.end, text: `"${expansion}"`, role: "value" }
      : { start, end, text: `'"${expansion}"${opening}`, role: "value" };
  }
  const isWord = around.some(({ type }) => type === "Word" || type === "Literal" || type === "Assignment");
  return isWord ? { start, end, text: `"${expansion}"`, role: "value" } : undefined;
}

const quoting = new Set(["SingleQuoted", "DoubleQuoted", "AnsiCQuoted", "LocaleString"]);

/** Every node with a place, outer before inner; undefined when the script has errors. */
function nodesOf(text: string): readonly Node[] | undefined {
  const script = parse(text);
  if (script.errors !== undefined && script.errors.length > 0) return undefined;
  const found: Node[] = [];
  const seen = new Set<object>();
  const visit = (one: unknown): void => {
    if (typeof one !== "object" || one === null || seen.has(one)) return;
    seen.add(one);
    const node = placed(one);
    if (node !== undefined) found.push(node);
    if (node?.type === "HereDoc") found.push(...quotedBody(one));
    // What is costly to work out is a getter of the prototype there.
    const keys = [...Object.keys(one), ...Object.getOwnPropertyNames(Object.getPrototypeOf(one) ?? {})];
    for (const key of keys) if (key !== "constructor" && key !== "__proto__") visit(Reflect.get(one, key));
  };
  visit(script);
  return found.toSorted((a, b) => a.pos - b.pos || b.end - a.end);
}

function placed(one: object): Node | undefined {
  if (!("type" in one && "pos" in one && "end" in one)) return undefined;
  const { type, pos, end } = one;
  return typeof type === "string" && typeof pos === "number" && typeof end === "number"
    ? { type, pos, end }
    : undefined;
}

function quotedBody(hereDoc: object): readonly Node[] {
  const delimiter: unknown = Reflect.get(hereDoc, "delimiter");
  const body: unknown = Reflect.get(hereDoc, "body");
  const isQuoted = typeof delimiter === "object" && delimiter !== null && Reflect.get(delimiter, "quoted") === true;
  const node = typeof body === "object" && body !== null ? placed(body) : undefined;
  return isQuoted && node !== undefined ? [{ ...node, type: "QuotedHereDoc" }] : [];
}

/** Everything outside of the one word (or here-document) that changed reads as before, and so does what is around it. */
function isSame(before: readonly Node[], text: string, edit: TextEdit): boolean {
  const changed = applyEdits(text, [edit]);
  const after = nodesOf(changed);
  const word = before.findLast(
    ({ type, pos, end }) => (type === "Word" || type === "HereDocBody") && pos <= edit.start && end >= edit.end,
  );
  if (after === undefined || word === undefined) return false;
  const shapes = (nodes: readonly Node[], source: string, end: number): string =>
    nodes
      .filter((node) => node.pos < word.pos || node.end > end)
      .map(({ type, pos, end: to }) => (to <= word.pos || pos >= end ? `${type} ${source.slice(pos, to)}` : type))
      .join("\n");
  const shift = edit.text.length - (edit.end - edit.start);
  return shapes(before, text, word.end) === shapes(after, changed, word.end + shift);
}

function isComment(text: string, at: number): boolean {
  return /(?:^|\s)#/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at));
}
