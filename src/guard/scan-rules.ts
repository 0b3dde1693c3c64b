import { minimatch } from "minimatch";
import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import type { Provider, Span } from "../core/detect/rule.ts";
import { messageOf } from "../core/errors.ts";
import { type Detection, type Tier, tiers } from "../core/finding.ts";

/** Where a project keeps rules of its own, relative to its root. */
export const scanRulesPath = ".leastkey/rules.yaml";

const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{1,63}$/, "an id has small letters, digits and dashes"));
const sentence = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const globs = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(400))), v.maxLength(200));

const ruleShape = v.strictObject({
  id,
  title: sentence,
  kind: v.optional(sentence, "secret"),
  pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  flags: v.optional(v.pipe(v.string(), v.regex(/^[ims]{0,3}$/, "flags are i, m and s")), ""),
  keywords: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{3,64}$/, "a keyword has 3 to 64 characters of ASCII"))),
    v.minLength(1, "a rule needs a keyword: files without one are not looked at"),
    v.maxLength(32),
  ),
  tier: v.optional(v.picklist(["likely", "generic", "weak"], "a tier is likely, generic or weak"), "likely"),
  narrower: v.optional(sentence),
});
const overrideShape = v.pipe(
  v.strictObject({
    rules: v.optional(v.array(v.string()), ["*"]),
    paths: v.optional(globs, ["**"]),
    tier: v.picklist([...tiers, "off"], "a tier is verified, likely, generic, weak or off"),
  }),
  v.check(({ rules, paths }) => rules.join() !== "*" || paths.join() !== "**", "name rules or paths"),
);
const fileShape = v.strictObject({
  version: v.literal(1, "version is 1"),
  rules: v.optional(v.pipe(v.array(ruleShape), v.maxLength(200)), []),
  overrides: v.optional(v.pipe(v.array(overrideShape), v.maxLength(500)), []),
});

export type ScanRule = v.InferOutput<typeof ruleShape>;

/** What findings of some rules (by id, provider or `*`) count as in some paths; `off` leaves them out. The last that fits holds. */
export type ScanOverride = v.InferOutput<typeof overrideShape>;

export interface ScanRules {
  readonly rules: readonly ScanRule[];
  readonly overrides: readonly ScanOverride[];
  /** One sentence each, with its line; what they speak of is left out. */
  readonly problems: readonly string[];
}

/** A rules file. Nothing is thrown: a file that is no rules file gives a problem and no rule. */
export function parseScanRules(source: string): ScanRules {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    return broken(`line ${String(line)}: ${fault.message.split("\n")[0] ?? "not valid YAML"}`);
  }
  const parsed = v.safeParse(fileShape, document.toJS());
  if (parsed.success) return { ...parsed.output, problems: [] };
  const [issue] = parsed.issues;
  const path = (issue.path ?? []).map(({ key }) => key);
  return broken(`${path.map(String).join(".") || "the file"}: ${issue.message}`);
}

const broken = (problem: string): ScanRules => ({ rules: [], overrides: [], problems: [problem] });

/** Overrides from settings, which anybody may have typed; what is none is left out. */
export const parseScanOverrides = (value: unknown): readonly ScanOverride[] =>
  (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
    const parsed = v.safeParse(overrideShape, one);
    return parsed.success ? [parsed.output] : [];
  });

/** How far around its keyword a rule's pattern may reach, in characters. */
const reach = 1024;
const before = 256;
const mostMatches = 16;

function finderOf({ pattern, flags }: ScanRule): (text: string, at: number) => Span | undefined {
  const expression = new RegExp(pattern, `${flags}dg`);
  return (text, at) => {
    const from = Math.max(0, at - before);
    const window = text.slice(from, at + reach);
    expression.lastIndex = 0;
    for (let count = 0; count < mostMatches; count += 1) {
      const match = expression.exec(window);
      if (match === null) return undefined;
      if (match[0] === "") expression.lastIndex += 1;
      const [start, end] = match.indices?.groups?.["value"] ?? match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
      // One keyword, one match: the one that holds or follows it.
      if (match.index + match[0].length > at - from && end > start)
        return { start: from + start, end: from + end, value: window.slice(start, end) };
    }
    return undefined;
  };
}

/** Rules as the engine has its own. Call it only for patterns that were checked, and only where a deadline is kept. */
export const providersOf = (rules: readonly ScanRule[]): readonly Provider[] =>
  rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    rules: [
      {
        id: rule.id,
        kind: rule.kind,
        tier: rule.tier,
        ...(rule.narrower === undefined ? {} : { narrower: rule.narrower }),
        reasons: [`a rule of this project's ${scanRulesPath}`],
        match: { by: "code", anchors: rule.keywords.map((word) => word.toLowerCase()), find: finderOf(rule) },
      },
    ],
  }));

/** What a pattern says when it is made; undefined when it is a regular expression. */
export function faultOf({ pattern, flags }: Pick<ScanRule, "pattern" | "flags">): string | undefined {
  try {
    return new RegExp(pattern, flags).test("") ? "it matches the empty text" : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const matching = { dot: true, matchBase: true, nocomment: true, nonegate: true };

/** Detections as the overrides have them; those that are off are gone. */
export function overridden(
  path: string,
  detections: readonly Detection[],
  overrides: readonly ScanOverride[],
): readonly Detection[] {
  const here = overrides.filter(({ paths }) => paths.some((glob) => minimatch(path, glob, matching)));
  if (here.length === 0) return detections;
  return detections.flatMap((detection) => {
    const names = ["*", detection.rule, detection.classification.provider.toLowerCase()];
    const tier: Tier | "off" | undefined = here.findLast(({ rules }) =>
      rules.some((rule) => names.includes(rule.toLowerCase())),
    )?.tier;
    if (tier === "off") return [];
    return [tier === undefined ? detection : { ...detection, tier }];
  });
}
