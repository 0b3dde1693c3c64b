import type { Cedar } from "./cedar.ts";
import { type CedarLine, cedarLines, type Part } from "./cedar-policies.ts";
import { cedarSchema } from "./cedar-schema.ts";
import type { LabelRule, Passport, PolicyFault, PolicyFile } from "./passport.ts";
import type { PolicyLine } from "./request.ts";

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

/** Compiles a file and has Cedar validate it, strictly: an error or a warning gives faults and no layer. */
export function compileLayer(
  cedar: Cedar,
  file: PolicyFile,
  part: Part,
  labels: readonly LabelRule[],
): PolicyLayer | readonly PolicyFault[] {
  const lines = cedarLines(file, part);
  // As one text: a set of single policies takes Cedar two to three times as long to validate (4.13, 68 lines).
  const policies = { staticPolicies: lines.map(({ text }) => text).join("\n") };
  const answer = cedar.validate({ schema: cedarSchema, policies });
  const told =
    answer.type === "failure"
      ? answer.errors.map(({ message }) => ({ policyId: undefined, message }))
      : [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => ({
          policyId,
          message: error.message,
        }));
  const faults = told.map(({ policyId, message }): PolicyFault => {
    const line = lineOf(policyId, lines) ?? { file: file.name, line: 1, id: "file" };
    return { line, column: 1, message: `Cedar refuses it: ${message}`, severity: "error" };
  });
  if (faults.length > 0) return faults;
  const parsed = cedar.preparseSchema(schemaName, cedarSchema);
  if (parsed.type === "success") return { file, part, lines, labels, cedar, sets: new Map() };
  const line = { file: file.name, line: 1, id: "file" };
  return [{ line, column: 1, message: "Cedar could not take the policy in", severity: "error" }];
}

/** In one text Cedar numbers the policies: "policy0" is the first. */
const lineOf = (policyId: string | undefined, lines: readonly CedarLine[]): PolicyLine | undefined =>
  lines[Number(/^policy(\d+)$/.exec(policyId ?? "")?.[1])]?.at;

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
