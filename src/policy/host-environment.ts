import { isLocalHost } from "../core/detect/environment.ts";
import { environmentIn } from "../core/detect/path-kind.ts";
import type { Environment } from "../core/finding.ts";
import type { HostRule } from "./passport.ts";
import { hostFits } from "./patterns.ts";

/** A host's environment by the policy, else by its name; undefined: nothing says it, or it is this machine. */
export function environmentOfHost(host: string, rules: readonly HostRule[]): Environment | undefined {
  const rule = rules.find(({ pattern }) => hostFits(pattern, host));
  if (rule !== undefined) return rule.environment;
  return isLocalHost(host) ? undefined : environmentIn(`.${host}.`);
}
