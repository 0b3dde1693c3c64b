import type { Detection } from "../finding.ts";
import { assignmentsOf } from "./assignments.ts";
import { type Candidate, settle } from "./candidate.ts";
import { decodeUtf8, decodeUtf16, encodeUtf8, encodingOf, offsetMapper } from "./decode.ts";
import { detectionsOf } from "./detection.ts";
import { type Blob, blobAt } from "./encoded.ts";
import { candidateFrom, type Surroundings } from "./from-assignment.ts";
import { candidateOf, matchShape } from "./from-shape.ts";
import { type PathKind, pathKindOf } from "./path-kind.ts";
import { buildPrefilter, type Prefilter, type Target } from "./prefilter.ts";
import { mayAssign } from "./quick.ts";
import { alwaysRead, hasReader } from "./readers/index.ts";
import type { Provider } from "./rule.ts";
import { providers } from "./rules/index.ts";
import { secretByName } from "./secret-names.ts";
import type { Anchor } from "./shape.ts";
import { windowsOf } from "./windows.ts";

const noMore: readonly Provider[] = [];
const built = new WeakMap<readonly Provider[], Prefilter>();

/** Built on first use, once per process and list of further providers. */
function prefilterWith(more: readonly Provider[]): Prefilter {
  const key = more.length === 0 ? noMore : more;
  const known = built.get(key);
  if (known !== undefined) return known;
  const made = buildPrefilter([...providers, ...key]);
  built.set(key, made);
  return made;
}

/** The file that is looked at, and what it is looked at for. */
interface Subject {
  readonly path: string;
  readonly kind: PathKind;
  readonly prefilter: Prefilter;
}

const subjectOf = (path: string, more: readonly Provider[]): Subject => ({
  path,
  kind: pathKindOf(path),
  prefilter: prefilterWith(more),
});

/** All detected secrets of one file's bytes, in order of place. Binary content gives none. `more`: a project's own rules. */
export function detect(
  source: { readonly path: string; readonly content: Uint8Array },
  more: readonly Provider[] = noMore,
): readonly Detection[] {
  const encoding = encodingOf(source.content);
  switch (encoding) {
    case "binary":
      return [];
    case "utf-16le":
    case "utf-16be":
      return detectText(source.path, decodeUtf16(source.content, encoding === "utf-16be"), more);
    case "utf-8":
      return detectIn(subjectOf(source.path, more), source.content, undefined);
  }
}

/** All detected secrets of a text, in order of place. */
export const detectText = (path: string, text: string, more: readonly Provider[] = noMore): readonly Detection[] =>
  detectIn(subjectOf(path, more), encodeUtf8(text), text);

/** One place where something may be: what to try, and where the anchor starts and ends in the bytes. */
interface Lead {
  readonly target: Exclude<Target, { kind: "context" }>;
  readonly start: number;
  readonly end: number;
}

interface Leads {
  readonly leads: readonly Lead[];
  /** Provider words and hosts, by their byte offsets. */
  readonly words: ReadonlyMap<string, readonly number[]>;
}

function detectIn(subject: Subject, bytes: Uint8Array, known: string | undefined): readonly Detection[] {
  const { path } = subject;
  const found = leadsIn(bytes, subject);
  if (found.leads.length === 0 && !alwaysRead(path)) return [];
  if (known === undefined && !hasReader(path) && comesToNothing(subject, bytes, found)) return [];
  const text = known ?? decodeUtf8(bytes);
  if (known === undefined && bytes.length !== text.length && text.includes("\ufffd")) {
    return detectIn(subject, encodeUtf8(text), text); // invalid UTF-8: its offsets only mean something in the decoded text
  }
  const offset = offsetMapper(bytes, text);
  const leads = found.leads.map((lead) => ({ target: lead.target, start: offset(lead.start), end: 0 }));
  return detectionsOf(path, text, settle(follow(subject, text, { leads: withEnds(leads), words: found.words })));
}

/** Most key words in a large program lead nowhere: only what stands around them is decoded to see that. */
function comesToNothing(subject: Subject, bytes: Uint8Array, { leads, words }: Leads): boolean {
  const windows = windowsOf(leads, bytes);
  return (
    windows?.every(({ from, to, leads: inside }) => {
      const part = bytes.subarray(from, to);
      const text = decodeUtf8(part);
      const offset = offsetMapper(part, text);
      const moved = inside.map((lead) => ({ target: lead.target, start: offset(lead.start - from), end: 0 }));
      const near = new Map([...words].map(([word, at]) => [word, at.map((position) => position - from)]));
      return follow(subject, text, { leads: withEnds(moved), words: near }).length === 0;
    }) === true
  );
}

const withEnds = (leads: readonly Lead[]): readonly Lead[] =>
  leads.map((lead) => ({ ...lead, end: lead.start + anchorLength(lead.target) }));

const anchorLength = (target: Lead["target"]): number =>
  target.kind === "shape" ? target.anchor.literal.length : target.length;

/** Key words nearer than this leave no room for a value; so many of them in a row are a list of words, or a trap. */
const closest = 4;
const longestChain = 32;

/** The prefilter's hits that survive a look at the bytes around them. */
function leadsIn(bytes: Uint8Array, { kind, prefilter: { find, targets } }: Subject): Leads {
  const leads: Lead[] = [];
  const words = new Map<string, number[]>();
  find(bytes, (literal, end) => {
    for (const target of targets[literal] ?? []) {
      if (target.kind === "context") {
        const there = words.get(target.word);
        if (there === undefined) words.set(target.word, [end]);
        else if (there.length < 4096) there.push(end);
      } else {
        const lead = { target, start: end - anchorLength(target), end };
        if (isPromising(bytes, lead, kind)) leads.push(lead);
      }
    }
  });
  return { leads: withoutLists(leads.sort((a, b) => a.start - b.start)), words };
}

/** The first of a list and its last, which may have a value. */
function withoutLists(leads: readonly Lead[]): readonly Lead[] {
  if (leads.length <= longestChain) return leads;
  const words = leads.filter(({ target }) => target.kind === "keyword");
  const dropped = new Set<Lead>();
  let chain = 0;
  words.forEach((lead, at) => {
    const before = words[at - 1];
    const after = words[at + 1];
    chain = before !== undefined && lead.start - before.end <= closest ? chain + 1 : 0;
    const isLast = after === undefined || after.start - lead.end > closest;
    if (chain > longestChain && !isLast) dropped.add(lead);
  });
  return dropped.size === 0 ? leads : leads.filter((lead) => !dropped.has(lead));
}

/** Longest token tried on raw bytes; longer ones are decided on the text. */
const windowLimit = 1024;

function isPromising(bytes: Uint8Array, { target, start, end }: Lead, kind: PathKind): boolean {
  switch (target.kind) {
    case "keyword":
      return !kind.generated && (mayAssign(bytes, end, kind.code) || (kind.table && isInFirstLine(bytes, start)));
    case "encoded":
      return standsExactly(bytes, start, target.literal);
    case "code": {
      const { match } = target.owner.rule;
      return match.by !== "code" || match.quick === undefined || match.quick(bytes, start);
    }
    case "shape": {
      if (!isExact(bytes, start, target.anchor)) return false;
      if (target.width > windowLimit) return true;
      const from = Math.max(0, start - target.anchor.reach[1] - 6);
      const window = String.fromCharCode(...bytes.subarray(from, start + target.width + 8));
      return matchShape(window, start - from, target.anchor, target.pattern) !== undefined;
    }
  }
}

function standsExactly(bytes: Uint8Array, start: number, literal: string): boolean {
  for (let at = 0; at < literal.length; at += 1) if (bytes[start + at] !== literal.charCodeAt(at)) return false;
  return true;
}

const isInFirstLine = (bytes: Uint8Array, at: number): boolean => at < 4096 && !bytes.subarray(0, at).includes(10);

/** The automaton folds case, tokens do not; and one that begins with its anchor does not begin inside a word. */
function isExact(bytes: Uint8Array, start: number, { literal, reach, next }: Anchor): boolean {
  const after = start + literal.length;
  if (next !== undefined) {
    for (let at = after; at < after + next.count; at += 1) if (next.bytes[bytes[at] ?? 0] !== 1) return false;
  }
  if (!standsExactly(bytes, start, literal)) return false;
  if (reach[1] > 0 || start === 0) return true;
  const before = bytes[start - 1] ?? 0;
  return (
    !isAlnum(before) ||
    [37, 92].includes(bytes[start - 2] ?? 0) ||
    (bytes[start - 3] ?? 0) === 37 ||
    start < 6 ||
    bytes[start - 6] === 92
  );
}

const isAlnum = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57);

function follow(subject: Subject, text: string, { leads, words }: Leads): readonly Candidate[] {
  const { path, kind } = subject;
  const candidates: Candidate[] = [];
  const keywordLeads: Lead[] = [];
  let pastBlob = 0;
  for (const lead of leads) {
    if (lead.target.kind === "keyword") keywordLeads.push(lead);
    else if (lead.target.kind === "encoded") {
      if (lead.start < pastBlob) continue; // decoded already
      const blob = blobAt(text, lead.start);
      pastBlob = blob.end;
      candidates.push(...wrappedIn(subject, blob));
    } else candidates.push(...tokensAt(text, lead));
  }
  if (kind.generated) return candidates;
  const around: Surroundings = {
    path,
    text,
    secretFile: secretByName(path) !== undefined,
    words,
    keyed: subject.prefilter.keyed,
  };
  if (keywordLeads.length === 0 && !alwaysRead(path)) return candidates;
  for (const assignment of assignmentsOf(path, text, kind.code, keywordLeads)) {
    const candidate = candidateFrom(assignment, around);
    if (candidate !== undefined) candidates.push(candidate);
  }
  return candidates;
}

/** What base64 or hexadecimal text wraps, one level deep; it stands where the whole of that text does. */
function wrappedIn(subject: Subject, { start, end, decoded, encoding }: Blob): readonly Candidate[] {
  if (decoded === undefined) return [];
  const { leads } = leadsIn(encodeUtf8(decoded), { ...subject, kind: pathKindOf("decoded") });
  const inside = settle(
    withEnds(leads).flatMap(({ target, start: byte, end: past }) => {
      // Offsets of bytes and text are the same here, or the token is not found: it is ASCII, and so is what it stands in.
      return target.kind === "keyword" || target.kind === "encoded"
        ? []
        : tokensAt(decoded, { target, start: byte, end: past });
    }),
  );
  return inside.slice(0, 1).map((found) => ({
    ...found,
    span: { start, end, value: found.span.value },
    told: { ...found.told, reasons: [`it is wrapped in ${encoding}`, ...(found.told.reasons ?? [])] },
  }));
}

function tokensAt(text: string, { target, start }: Lead): readonly Candidate[] {
  if (target.kind === "keyword" || target.kind === "encoded") return [];
  const { owner } = target;
  const span =
    target.kind === "shape"
      ? matchShape(text, start, target.anchor, target.pattern)
      : owner.rule.match.by === "code"
        ? owner.rule.match.find(text, start)
        : undefined;
  const candidate = span === undefined ? undefined : candidateOf(text, span, owner);
  return candidate === undefined ? [] : [candidate];
}
