import { type PolicyLayer, schemaName, setFor } from "./compile-layer.ts";
import type { Passport } from "./passport.ts";
import type { CredentialAction, CredentialLabels } from "./request.ts";

/** The context of one question, as cedar-schema.ts has it. */
export interface UseFacts extends Readonly<Record<string, boolean | number | string>> {
  readonly approved: boolean;
  readonly bulk: boolean;
  readonly certain: boolean;
  readonly crossAccount: boolean;
  readonly hostElsewhere: boolean;
  /** The label says where it may go; it says other places than this. */
  readonly hostKnown: boolean;
  readonly hostOther: boolean;
  readonly listed: boolean;
  readonly session: string;
  readonly ttl: number;
}

export interface CedarQuestion {
  readonly passport: Passport;
  readonly action: CredentialAction | "list";
  readonly credential: CredentialLabels;
  readonly facts: UseFacts;
}

export type CedarAnswer =
  | { readonly kind: "allowed" | "denied"; readonly ids: readonly string[] }
  | { readonly kind: "failed"; readonly why: string };

/**
 * Cedar's own answer, made stricter: Cedar leaves a policy out whose evaluation fails, and would allow where that was
 * a forbid (seen with 4.13, vaults.md section 8). Here any error is a failure, and a failure is a refusal.
 */
export function askCedar(layer: PolicyLayer, { passport, action, credential, facts }: CedarQuestion): CedarAnswer {
  const set = setFor(layer, passport);
  if (set === undefined) return { kind: "failed", why: "the passport's policies were not taken in" };
  const resource = { type: "Credential", id: credential.name };
  const answer = layer.cedar.statefulIsAuthorized({
    principal: { type: "Passport", id: passport.id },
    action: { type: "Action", id: action },
    resource,
    context: { ...facts },
    preparsedSchemaName: schemaName,
    preparsedPolicySetId: set,
    validateRequest: true,
    entities: [
      {
        uid: resource,
        attrs: { environment: credential.environment, abilities: [...credential.actions] },
        parents: [{ type: "Service", id: credential.service }],
      },
    ],
  });
  if (answer.type === "failure")
    return { kind: "failed", why: answer.errors[0]?.message ?? "the question was refused" };
  const { decision, diagnostics } = answer.response;
  const [error] = diagnostics.errors;
  if (error !== undefined) return { kind: "failed", why: `${error.policyId}: ${error.error.message}` };
  return { kind: decision === "allow" ? "allowed" : "denied", ids: diagnostics.reason };
}
