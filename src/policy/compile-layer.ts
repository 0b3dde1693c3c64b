import type { Cedar } from "./cedar.ts";
import { type CedarLine, cedarLines, type Part } from "./cedar-policies.ts";
import { cedarSchema } from "./cedar-schema.ts";
import type { LabelRule, Passport, PolicyFault, PolicyFile } from "./passport.ts";

/** One file, compiled and validated. */
export interface PolicyLayer {
  readonly file: PolicyFile;
  readonly part: Part;
  readonly lines: readonly CedarLine[];
  /** The user's labels come first. */
  readonly labels: readonly LabelRule[];
  readonly cedar: Cedar;
  /** By passport, what Cedar holds; filled as it is asked. */
  readonly sets: Map<string, string>;
}

export const schemaName = "leastkey";

/** One file as it is to be compiled. */
export interface LayerSource {
  readonly file: PolicyFile;
  readonly part: Part;
  readonly labels: readonly LabelRule[];
}

/**
 * Compiles the files that hold together and has Cedar validate them, strictly: an error or a warning in one gives
 * faults and no layer of it. All in one question: what Cedar's first costs is its own start, and each takes the schema
 * in anew (4.13: 40 ms for the first file, 25 ms for another).
 */
export function compileLayers(
  cedar: Cedar,
  sources: readonly LayerSource[],
): { readonly layers: readonly PolicyLayer[]; readonly faults: readonly PolicyFault[] } {
  const compiled = sources.map((source) => ({ ...source, lines: cedarLines(source.file, source.part) }));
  const all = compiled.flatMap(({ file, lines }) => lines.map((line) => ({ file, line })));
  const faults = faultsOf(cedar, all);
  const isWhole = ({ file }: LayerSource): boolean => !faults.some((fault) => fault.file === file);
  const whole = compiled.filter(isWhole);
  if (whole.length > 0 && cedar.preparseSchema(schemaName, cedarSchema).type !== "success") {
    const line = { file: whole[0]?.file.name ?? "", line: 1, id: "file" };
    return {
      layers: [],
      faults: [{ line, column: 1, message: "Cedar could not take the policy in", severity: "error" }],
    };
  }
  return {
    layers: whole.map((one): PolicyLayer => ({ ...one, cedar, sets: new Map() })),
    faults: faults.map(({ fault }) => fault),
  };
}

interface FileLine {
  readonly file: PolicyFile;
  readonly line: CedarLine;
}

function faultsOf(cedar: Cedar, all: readonly FileLine[]): readonly { file: PolicyFile; fault: PolicyFault }[] {
  // As one text: a set of single policies takes Cedar two to three times as long to validate (4.13, 68 lines).
  const policies = { staticPolicies: all.map(({ line }) => line.text).join("\n") };
  const answer = cedar.validate({ schema: cedarSchema, policies });
  const told =
    answer.type === "failure"
      ? answer.errors.map(({ message }) => ({ policyId: undefined, message }))
      : [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => ({
          policyId,
          message: error.message,
        }));
  return told.flatMap(({ policyId, message }) => {
    const at = lineOf(policyId, all);
    const told = `Cedar refuses it: ${message}`;
    // What names no line may be of any file.
    const files = at === undefined ? [...new Set(all.map(({ file }) => file))] : [at.file];
    return files.map((file) => {
      const line = at?.line.at ?? { file: file.name, line: 1, id: "file" };
      return { file, fault: { line, column: 1, message: told, severity: "error" as const } };
    });
  });
}

/** In one text Cedar numbers the policies: "policy0" is the first. */
const lineOf = (policyId: string | undefined, all: readonly FileLine[]): FileLine | undefined =>
  all[Number(/^policy(\d+)$/.exec(policyId ?? "")?.[1])];

/**
 * The set in which Cedar holds one passport's policies and the built-in ones, made at its first question: a question
 * costs by the size of its set. undefined: Cedar did not take it.
 */
export function setFor(layer: PolicyLayer, { id }: Passport): string | undefined {
  const known = layer.sets.get(id);
  if (known !== undefined) return known;
  const own = layer.lines.filter(({ at }) => at.id.startsWith(`${id}/`) || at.id.startsWith("built-in/"));
  const staticPolicies = Object.fromEntries(own.map((line) => [line.id, line.text]));
  // Cedar keeps parsed sets by name; by its own text, no two policies of one process meet under one name.
  const set = JSON.stringify(staticPolicies);
  if (layer.cedar.preparsePolicySet(set, { staticPolicies }).type !== "success") return undefined;
  layer.sets.set(id, set);
  return set;
}
