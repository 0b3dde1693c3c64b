import { count } from "../../core/count.ts";
import type { Evidence } from "./evidence.ts";
import { done, type Outcome, open, some } from "./outcome.ts";

/** The built-in passport is nobody's role: a policy has to be written, valid and known to the hook. */
export function checkPassports({ policy }: Evidence): Outcome {
  if (!policy.written) return open("nobody wrote a policy: a human is asked for each use by an agent");
  if (policy.fault !== undefined) return open(`the policy has an error, so every use is denied: ${policy.fault}`);
  if (policy.passports.length === 0) return open("the policy names no agent");
  if (policy.stale) return open("the policy changed since it was compiled for the hook");
  return done(`${count(policy.passports.length, "passport")}: ${some(policy.passports)}`);
}
