import type { Candidate } from "./candidate.ts";
import { keyStrength } from "./filters/key-words.ts";
import { isFakeBody, isReference } from "./filters/placeholder.ts";
import { isRandom } from "./filters/word-likeness.ts";
import { judgeGeneric } from "./generic.ts";
import { providerNamedBy } from "./named-provider.ts";
import type { Owner } from "./prefilter.ts";
import type { Assignment } from "./readers/assignment.ts";
import type { Told } from "./rule.ts";
import { wholePattern, widthsOf } from "./shape.ts";

export interface Surroundings {
  readonly path: string;
  readonly text: string;
  readonly secretFile: boolean;
  /** Where provider words and hosts stand, by word. */
  readonly words: ReadonlyMap<string, readonly number[]>;
  readonly keyed: readonly Owner[];
}

const squash = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
/** No token without a prefix is shorter. */
const shortest = 12;
const nearWord = 240;
const nearHost = 6000;
const announces = /key|token|secret|auth|pass|cred|bearer|license|pwd/;

interface ValuePattern {
  readonly owner: Owner;
  readonly least: number;
  readonly most: number;
  readonly pattern: RegExp;
}

/** Patterns by the length of the value that they may match: most values are of no length that any token has. */
type ByLength = readonly (readonly ValuePattern[])[];

const compiled = new WeakMap<readonly Owner[], ByLength>();

function patternsOf(keyed: readonly Owner[]): ByLength {
  const known = compiled.get(keyed);
  if (known !== undefined) return known;
  const all = keyed.flatMap((owner) =>
    (owner.rule.match.by === "key" ? owner.rule.match.shapes : []).map((shape) => {
      const [least, most] = widthsOf(shape);
      return { owner, least, most, pattern: wholePattern(shape) };
    }),
  );
  const longest = all.reduce((limit, { most }) => Math.max(limit, most), 0);
  const made = Array.from({ length: longest + 1 }, (_, length) =>
    length < shortest ? [] : all.filter(({ least, most }) => least <= length && length <= most),
  );
  compiled.set(keyed, made);
  return made;
}

const none: readonly ValuePattern[] = [];

const namedReason = "the key's name says whose it is";

const isNear = (positions: readonly number[] | undefined, at: number, reach: number): boolean =>
  positions?.some((position) => Math.abs(position - at) <= reach) === true;

/** Why this provider is meant; undefined when nothing says so. */
function contextOf(owner: Owner, assignment: Assignment, around: Surroundings): string | undefined {
  const { match } = owner.rule;
  if (match.by !== "key") return undefined;
  const key = squash(assignment.key);
  if (!(match.key ?? announces).test(key)) return undefined;
  const named = squash([...assignment.parents, assignment.key].join("."));
  if (match.words.some((word) => named.includes(squash(word)))) return namedReason;
  if (match.files?.test(around.path) === true) return "it stands in the tool's own configuration file";
  if (match.hosts?.some((host) => isNear(around.words.get(host), assignment.start, nearHost)) === true)
    return "the service's host stands near it";
  const loud = keyStrength(assignment.key, assignment.parents) !== undefined;
  if (loud && match.words.some((word) => isNear(around.words.get(word), assignment.start, nearWord)))
    return "the service's name stands near it";
  return undefined;
}

function keyedCandidate(
  assignment: Assignment,
  around: Surroundings,
  patterns: readonly ValuePattern[],
): Candidate | undefined {
  const { value } = assignment;
  if (patterns.length === 0 || /\s/.test(value)) return undefined;
  for (const { owner, pattern } of patterns) {
    if (!pattern.test(value)) continue;
    const reason = contextOf(owner, assignment, around);
    if (reason === undefined || isFakeBody(value)) continue;
    const { rule } = owner;
    const context = `${assignment.key}\n${around.path}\n${around.text.slice(Math.max(0, assignment.start - 400), assignment.end + 400)}`;
    const told: Told | undefined = rule.inspect === undefined ? {} : rule.inspect(value, context);
    if (told === undefined) continue;
    return {
      span: assignment,
      owner,
      tier: told.tier ?? rule.tier ?? "likely",
      kind: told.kind ?? rule.kind,
      named: reason === namedReason,
      told: { ...told, reasons: [reason, ...(told.reasons ?? [])] },
      key: assignment.key,
      parents: assignment.parents,
    };
  }
  return undefined;
}

/** A provider's token without a prefix, or a generic secret; undefined when the value is neither. */
export function candidateFrom(assignment: Assignment, around: Surroundings): Candidate | undefined {
  const { key, parents, value } = assignment;
  const patterns = patternsOf(around.keyed)[value.length] ?? none;
  // Cheapest first: most keys announce nothing.
  if (patterns.length === 0 && keyStrength(key, parents) === undefined) return undefined;
  if (isReference(value)) return undefined;
  const keyed = keyedCandidate(assignment, around, patterns);
  if (keyed !== undefined) return keyed;
  const verdict = judgeGeneric(assignment, around.secretFile);
  if (verdict === undefined) return undefined;
  const found = { span: assignment, owner: undefined, ...verdict, key, parents };
  // A random value under a provider's name is that provider's, though of a shape that we do not know.
  const provider =
    verdict.tier === "generic" && value.length >= 14 && isRandom(value) ? providerNamedBy(key) : undefined;
  return provider === undefined
    ? { ...found, told: {} }
    : { ...found, tier: "likely", provider, told: { reasons: [namedReason] } };
}
