import type { Cedar } from "./cedar.ts";
import { type CedarLine, cedarLines, type Part } from "./cedar-policies.ts";
import { cedarSchema } from "./cedar-schema.ts";
import type { LabelRule, PolicyFault, PolicyFile } from "./passport.ts";

/** One file, compiled: Cedar holds its policies under `set`. */
export interface PolicyLayer {
  readonly file: PolicyFile;
  readonly part: Part;
  readonly lines: readonly CedarLine[];
  /** The user's labels come first. */
  readonly labels: readonly LabelRule[];
  readonly set: string;
  readonly cedar: Cedar;
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
  const policies = { staticPolicies: Object.fromEntries(lines.map(({ id, text }) => [id, text])) };
  const answer = cedar.validate({ schema: cedarSchema, policies });
  const told =
    answer.type === "failure"
      ? answer.errors.map(({ message }) => ({ policyId: undefined, message }))
      : [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => ({
          policyId,
          message: error.message,
        }));
  const faults = told.map(({ policyId, message }): PolicyFault => {
    const line = lines.find(({ id }) => id === policyId)?.at ?? { file: file.name, line: 1, id: "file" };
    return { line, column: 1, message: `Cedar refuses it: ${message}`, severity: "error" };
  });
  if (faults.length > 0) return faults;
  // Cedar keeps parsed sets by name; by its own text, no two policies of one process meet under one name.
  const set = JSON.stringify(policies.staticPolicies);
  const parsed = [cedar.preparseSchema(schemaName, cedarSchema), cedar.preparsePolicySet(set, policies)];
  if (parsed.every(({ type }) => type === "success")) return { file, part, lines, labels, set, cedar };
  const line = { file: file.name, line: 1, id: "file" };
  return [{ line, column: 1, message: "Cedar could not take the policy in", severity: "error" }];
}
