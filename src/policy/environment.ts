import type { Environment } from "../core/finding.ts";

export const sessionEnvironments = ["development", "test", "staging", "production"] as const;

/**
 * What a session may use. Production is apart in both directions. A staging session takes test keys too, because
 * services have a test mode and no staging; a session whose environment is not known is left to its passport.
 */
const within: Readonly<Record<Environment, readonly Environment[]>> = {
  development: ["development", "test", "unknown"],
  test: ["development", "test", "unknown"],
  staging: ["staging", "test", "unknown"],
  production: ["production", "unknown"],
  unknown: ["development", "test", "staging", "production", "unknown"],
};

export const environmentsWithin = (session: Environment): readonly Environment[] => within[session];

/** Whether a credential (or a host) of this environment belongs in a session of that one. */
export const isWithin = (session: Environment, other: Environment): boolean => within[session].includes(other);
