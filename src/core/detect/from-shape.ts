import type { Candidate } from "./candidate.ts";
import { isFakeBody } from "./filters/placeholder.ts";
import type { Owner } from "./prefilter.ts";
import type { Span, Told } from "./rule.ts";
import type { Anchor } from "./shape.ts";

const alnum = /[A-Za-z0-9]/;

/** A token must not begin in the middle of a word, unless that word is an escape: \n, \t, %3D, \u0022. */
function beginsToken(text: string, start: number): boolean {
  if (start === 0) return true;
  if (!alnum.test(text[start - 1] ?? "")) return true;
  return /(?:\\[nrtbf0"]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})$/.test(
    text.slice(Math.max(0, start - 6), start),
  );
}

/** Where the shape matches around an anchor at `at`; undefined when it does not. */
export function matchShape(text: string, at: number, anchor: Anchor, pattern: RegExp): Span | undefined {
  const [least, most] = anchor.reach;
  for (let back = least; back <= most; back += 1) {
    const start = at - back;
    if (start < 0) return undefined;
    if (!beginsToken(text, start)) continue;
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match !== null) return { start, end: start + match[0].length, value: match[0] };
  }
  return undefined;
}

const contextReach = 400;

/** The rule's closer look; undefined when the value turns out fake or not a secret. */
export function candidateOf(text: string, span: Span, owner: Owner): Candidate | undefined {
  const { rule } = owner;
  if (isFakeBody(bodyOf(span.value, owner))) return undefined;
  const context = text.slice(Math.max(0, span.start - contextReach), span.end + contextReach);
  const told: Told | undefined = rule.inspect === undefined ? {} : rule.inspect(span.value, context);
  if (told === undefined) return undefined;
  return { span, owner, tier: told.tier ?? rule.tier ?? "likely", kind: told.kind ?? rule.kind, told };
}

/** The part that a generator made: without the literal head, which may itself be patterned. */
function bodyOf(value: string, { rule }: Owner): string {
  if (rule.match.by !== "shape") return rule.match.by === "key" ? value : "0a9Kz81Qm";
  const head = rule.match.shapes
    .map((shape) => (typeof shape[0] === "string" ? shape[0] : ""))
    .filter((literal) => value.startsWith(literal))
    .reduce((best, literal) => (literal.length > best.length ? literal : best), "");
  return value.slice(head.length);
}
