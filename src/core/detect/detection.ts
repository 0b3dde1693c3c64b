import { type Classification, type Detection, type Tier, tiers } from "../finding.ts";
import { Secret } from "../secret.ts";
import { allowances } from "./allow.ts";
import { type Candidate, lower } from "./candidate.ts";
import { environmentOf } from "./environment.ts";
import { isComplex } from "./filters/strength.ts";
import { isRandom, isScrambled } from "./filters/word-likeness.ts";
import { lineIndex, lineStart } from "./lines.ts";
import { pathKindOf } from "./path-kind.ts";

export const genericRule = "generic-secret";
export const passwordRule = "generic-password";

const ruleOf = ({ owner, kind }: Candidate): string =>
  owner?.rule.id ?? (kind === "password" ? passwordRule : genericRule);

const keyBefore =
  /([A-Za-z_][\w.-]{0,79})["'`\])]{0,3}[ \t]*(?::[ \t]*[A-Za-z<>[\]]{1,30}[ \t]*)?(?:[=:]|=>|:=)[ \t]*(?:[bBrRuUf]{0,2}["'`]|Bearer[ \t]|Basic[ \t])?["'`]?$/;

/** The key that a token stands under, read from its own line; a URL's own scheme and user are skipped. */
function nameBefore(text: string, start: number): string | undefined {
  const line = text.slice(lineStart(text, start, 240), start);
  return keyBefore.exec(line.replace(/[a-z][a-z0-9+.-]{1,30}:\/\/[^\s"'`]{0,200}$/i, ""))?.[1];
}

function classify(candidate: Candidate, path: string, name: string | undefined): Classification {
  const { owner, told, kind } = candidate;
  const { environment, reason } = environmentOf({
    intrinsic: told.environment ?? owner?.rule.environment,
    path,
    key: name,
    parents: candidate.parents ?? [],
    host: told.host,
  });
  const narrower = told.narrower ?? owner?.rule.narrower;
  return {
    provider: owner?.provider.title ?? candidate.provider ?? "unknown",
    kind,
    environment,
    privilege: told.privilege ?? owner?.rule.privilege ?? "unknown",
    ...(narrower === undefined ? {} : { narrower }),
    expiry: told.expiry ?? owner?.rule.expiry ?? { kind: "unknown" },
    reasons: [...(reason === undefined ? [] : [reason]), ...(owner?.rule.reasons ?? []), ...(told.reasons ?? [])],
  };
}

/** A random value or a strong password is told in a test or a text as well: those are copied from somewhere. */
const isKept = ({ tier, span }: Candidate): boolean =>
  tier === "generic" &&
  !/\s/.test(span.value) &&
  (isRandom(span.value) || isScrambled(span.value) || isComplex(span.value));

/** Candidates as detections: classified, placed, tests lowered one tier, allowed ones left out. */
export function detectionsOf(path: string, text: string, candidates: readonly Candidate[]): readonly Detection[] {
  if (candidates.length === 0) return [];
  const place = lineIndex(text);
  const isAllowed = allowances(text);
  const inTest = pathKindOf(path).test;
  const detections: Detection[] = [];
  for (const candidate of candidates) {
    const { start, end, value } = candidate.span;
    const from = place(start);
    const to = place(end);
    const rule = ruleOf(candidate);
    if (isAllowed(from.line, [rule, candidate.owner?.provider.id ?? "generic"])) continue;
    const name = candidate.key ?? nameBefore(text, start);
    const tier: Tier = inTest && !isKept(candidate) ? lower(candidate.tier) : candidate.tier;
    detections.push({
      rule,
      tier,
      place: { path, start, end, line: from.line, column: from.column, endLine: to.line, endColumn: to.column },
      ...(name === undefined ? {} : { name }),
      classification: classify(candidate, path, name),
      value: Secret.of(value),
    });
  }
  return detections;
}

/** At least as sure as `floor`. */
export const reaches = (tier: Tier, floor: Tier): boolean => tiers.indexOf(tier) <= tiers.indexOf(floor);
