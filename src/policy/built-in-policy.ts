import { parsePolicy } from "./parse-policy.ts";
import type { PolicyFile } from "./passport.ts";

export const builtInName = "the built-in policy";

/** What holds for whoever has written no policy: a human is asked for each use, and production is out of reach. */
export const builtInPolicy = `agents:
  "*":
    role: no passport was written
    permissions: { "*": [read, write, delete] }
    environments: [development, test, staging, unknown]
    grants: { ttl: 15m, approve: each-use }
`;

export function readBuiltInPolicy(): PolicyFile {
  const { policy } = parsePolicy(builtInPolicy, builtInName);
  if (policy === undefined) throw new Error("the built-in policy does not parse");
  return policy;
}
