import type { Random } from "./random.ts";

const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();

const sets = {
  digit: { source: "0-9", sample: digits },
  lower: { source: "a-z", sample: lower },
  letter: { source: "A-Za-z", sample: lower + upper },
  alnumLower: { source: "a-z0-9", sample: lower + digits },
  alnumUpper: { source: "A-Z0-9", sample: upper + digits },
  base62: { source: "A-Za-z0-9", sample: lower + upper + digits },
  base64: { source: "A-Za-z0-9+/", sample: `${lower}${upper}${digits}+/` },
  base64url: { source: "A-Za-z0-9_-", sample: `${lower}${upper}${digits}_-` },
  token: { source: "A-Za-z0-9_.~-", sample: `${lower}${upper}${digits}_.~-` },
  /** What stands in a token, whoever makes it up. */
  printable: { source: "A-Za-z0-9_.~=+/-", sample: `${lower}${upper}${digits}_.-` },
  base32: { source: "A-Z2-7", sample: `${upper}234567` },
  bech32: { source: "AC-HJ-NP-Z02-9", sample: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" },
  hex: { source: "0-9a-f", sample: "0123456789abcdef" },
  hexUpper: { source: "0-9A-F", sample: "0123456789ABCDEF" },
  hexAny: { source: "0-9a-fA-F", sample: "0123456789abcdef" },
} as const;

type SetName = keyof typeof sets;

/** A bounded run over one character set. */
interface Run {
  readonly set: SetName;
  readonly min: number;
  readonly max: number;
}

/** One piece of a token: literal text or a run. Shapes are data, so that every pattern is bounded by construction. */
export type Part = string | Run;
export type Shape = readonly Part[];

export const run = (set: SetName, min: number, max = min): Run => ({ set, min, max });

export const uuid: Shape = [
  run("hexAny", 8),
  "-",
  run("hexAny", 4),
  "-",
  run("hexAny", 4),
  "-",
  run("hexAny", 4),
  "-",
  run("hexAny", 12),
];

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function partSource(part: Part): string {
  if (typeof part === "string") return escaped(part);
  const count = part.min === part.max ? `{${part.min}}` : `{${part.min},${part.max}}`;
  return `[${sets[part.set].source}]${count}`;
}

function shapeSource(shape: Shape): string {
  const last = shape.at(-1);
  const end = last !== undefined && typeof last !== "string" ? `(?![${sets[last.set].source}])` : "";
  return shape.map(partSource).join("") + end;
}

const wider: Partial<Readonly<Record<SetName, SetName>>> = {
  hex: "base62",
  hexUpper: "base62",
  alnumLower: "base62",
  alnumUpper: "base62",
  base62: "base64url",
};

/**
 * The same shape with more characters in its longest run; undefined where its beginning is too short to tell, or
 * nothing is to be widened.
 */
export function loosened(shape: Shape): Shape | undefined {
  const [first] = shape;
  if (typeof first !== "string" || first.length < 4 || !/[-_.]/.test(first)) return undefined;
  let changed = false;
  const loose = shape.map((part) => {
    const set = typeof part === "string" || part.min < 16 ? undefined : wider[part.set];
    if (set === undefined || typeof part === "string") return part;
    changed = true;
    return { ...part, set };
  });
  return changed ? loose : undefined;
}

/** Matches at exactly `lastIndex`. */
export const stickyPattern = (shape: Shape): RegExp => new RegExp(shapeSource(shape), "y");

/** Matches the whole of a value. */
export const wholePattern = (shape: Shape): RegExp => new RegExp(`^(?:${shapeSource(shape)})$`);

export interface Anchor {
  /** As it stands in the token. */
  readonly literal: string;
  /** How far before the literal the token can begin, least and most. */
  readonly reach: readonly [number, number];
  /** What must follow the literal: `count` bytes of this set. */
  readonly next: { readonly bytes: Uint8Array; readonly count: number } | undefined;
}

const masks = new Map<SetName, Uint8Array>();

/** One byte per byte value: 1 where the set has it. */
function maskOf(set: SetName): Uint8Array {
  const known = masks.get(set);
  if (known !== undefined) return known;
  const pattern = new RegExp(`[${sets[set].source}]`);
  const mask = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 128 && pattern.test(String.fromCharCode(byte)) ? 1 : 0,
  );
  masks.set(set, mask);
  return mask;
}

function nextOf(part: Part | undefined): Anchor["next"] {
  if (part === undefined || typeof part === "string") return undefined;
  return { bytes: maskOf(part.set), count: Math.min(part.min, 24) };
}

/** Shortest and longest text of a shape. */
export function widthsOf(shape: Shape): readonly [number, number] {
  let least = 0;
  let most = 0;
  for (const part of shape) {
    least += typeof part === "string" ? part.length : part.min;
    most += typeof part === "string" ? part.length : part.max;
  }
  return [least, most];
}

/** The literal that the automaton looks for: long, and best at the start, where no beginning has to be searched. */
export function anchorOf(shape: Shape): Anchor {
  let best: Anchor = { literal: "", reach: [0, 0], next: undefined };
  let bestScore = 0;
  let least = 0;
  let most = 0;
  for (const [index, part] of shape.entries()) {
    if (typeof part !== "string") {
      least += part.min;
      most += part.max;
      continue;
    }
    const score = part.length + (most === 0 ? 2 : 0) - Math.min(3, most - least);
    if (score > bestScore) {
      best = { literal: part, reach: [least, most], next: nextOf(shape[index + 1]) };
      bestScore = score;
    }
    least += part.length;
    most += part.length;
  }
  return best;
}

/** Text that the shape matches, random where the shape leaves room. */
export function sampleOf(shape: Shape, random: Random): string {
  return shape
    .map((part) => {
      if (typeof part === "string") return part;
      const length = part.min + random.below(Math.min(part.max - part.min, 24) + 1);
      return random.chars(sets[part.set].sample, length);
    })
    .join("");
}

/** Text with the shape's literals and one set's characters only: what an adversary or a careless author writes. */
export function alphabetOf(shape: Shape): string {
  return shape.map((part) => (typeof part === "string" ? part : sets[part.set].sample)).join("");
}

/** The same shape with a run cut short: must not match. */
export function cutOf(shape: Shape, random: Random): string | undefined {
  const at = shape.findLastIndex((part) => typeof part !== "string" && part.min > 3);
  const part = shape[at];
  if (part === undefined || typeof part === "string") return undefined;
  const cut: Shape = [...shape.slice(0, at), run(part.set, Math.floor(part.min / 2)), ...shape.slice(at + 1)];
  return sampleOf(cut, random);
}
