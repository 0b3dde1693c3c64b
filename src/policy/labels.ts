import type { LabelRule } from "./passport.ts";
import type { CredentialLabels } from "./request.ts";

/** A credential's labels with what the policy's `credentials` say; the first rule that matches its name counts. */
export function labelled(credential: CredentialLabels, rules: readonly LabelRule[]): CredentialLabels {
  const rule = rules.find(({ match }) => fits(match, credential.name));
  if (rule === undefined) return credential;
  return {
    name: credential.name,
    service: rule.service ?? credential.service,
    environment: rule.environment ?? credential.environment,
    actions: rule.actions ?? credential.actions,
    hosts: rule.hosts ?? credential.hosts,
  };
}

function fits(match: string, name: string): boolean {
  return match.endsWith("*") ? name.startsWith(match.slice(0, -1)) : match === name;
}
