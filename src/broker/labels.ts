import { environmentIn } from "../core/detect/path-kind.ts";
import type { Environment } from "../core/finding.ts";
import { labelsOfReference } from "../guard/session-use.ts";
import type { LoadedPolicy } from "../policy/decide.ts";
import { labelled } from "../policy/labels.ts";
import type { CredentialLabels } from "../policy/request.ts";
import { isOurReference, parseReference } from "../vaults/reference.ts";
import { serviceOf } from "./services.ts";

const known = ["development", "test", "staging", "production"] as const;

/**
 * What a reference says of its credential: `leastkey://shop/staging/stripe/secret-key` is Stripe's, of staging. The
 * policy's `credentials` say more, and win (policy/labels.ts).
 */
export function labelsOf(reference: string): CredentialLabels {
  if (!isOurReference(reference)) return labelsElsewhere(reference);
  const { environment, item, field } = parseReference(reference);
  const service = serviceOf(item) ?? serviceOf(field);
  return {
    name: reference,
    service: service?.id ?? item.toLowerCase(),
    environment: environmentOf(environment),
    actions: [],
    hosts: service?.hosts ?? [],
  };
}

/** Of a vault elsewhere: any part of its path may name the service, and the environment as `leastkey run` reads it. */
function labelsElsewhere(reference: string): CredentialLabels {
  const labels = labelsOfReference(reference);
  const parts = reference.split(/[^A-Za-z0-9_-]+/).slice(2);
  const service = parts.map((part) => serviceOf(part)).find((one) => one !== undefined);
  return { ...labels, service: service?.id ?? labels.service, hosts: service?.hosts ?? [] };
}

function environmentOf(part: string): Environment {
  return known.find((one) => one === part) ?? environmentIn(`.${part}.`) ?? "unknown";
}

/** With what the user's policy says of it. A workspace's file that nobody approved has no say in where it may go. */
export const shownLabels = (policy: LoadedPolicy, reference: string): CredentialLabels =>
  labelled(labelsOf(reference), policy.layers[0]?.labels ?? []);
