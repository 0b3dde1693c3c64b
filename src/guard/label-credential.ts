import { LeastkeyError } from "../core/errors.ts";
import { labelled } from "../policy/labels.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { CredentialLabels } from "../policy/request.ts";
import { type LabelChange, withLabel } from "../policy/write-label.ts";
import { type PolicyHome, userPolicy } from "./policy-home.ts";
import type { Ports } from "./ports.ts";
import { labelsOfReference } from "./session-use.ts";
import { faultText } from "./write-policy-table.ts";

export type { CredentialLabels, LabelChange };

/** A credential's label by its reference and by the user's own policy. */
export function labelOf(reference: string, { files }: Pick<Ports, "files">, home: PolicyHome): CredentialLabels {
  const source = files.readText(home.policy);
  const rules = source === undefined ? [] : read(source).labels;
  return labelled(labelsOfReference(reference), rules);
}

/** Writes a credential's label into the user's own policy; on the trail first. Who calls it has asked a human. */
export function writeLabel(reference: string, change: LabelChange, ports: Ports, home: PolicyHome): void {
  const source = ports.files.readText(home.policy);
  const { name: _, ...now } = labelOf(reference, ports, home);
  const text = withLabel(source, reference, kept({ ...now, ...change }));
  read(text); // refused before it is written
  const told = Object.entries(change).map(([part, value]) => `${part} ${[value].flat().join(", ") || "not known"}`);
  ports.audit.append({
    action: "policy.change",
    outcome: "done",
    attribution: "unknown",
    credentials: [reference],
    paths: [home.policy],
    reason: `a human labelled it: ${told.join("; ")}`,
  });
  ports.files.replace(home.policy, text, 0o600);
}

/** Lists that say nothing are left out: empty means not known. */
function kept({ service, environment, actions, hosts }: Required<LabelChange>): LabelChange {
  return {
    service,
    environment,
    ...(actions.length === 0 ? {} : { actions }),
    ...(hosts.length === 0 ? {} : { hosts }),
  };
}

function read(source: string) {
  const { policy, faults } = parsePolicy(source, userPolicy);
  if (policy !== undefined) return policy;
  const [fault] = faults;
  const what = fault === undefined ? "the policy has an error" : faultText(fault);
  throw new LeastkeyError("config.invalid", what, "mend it, then run: leastkey policy check");
}
