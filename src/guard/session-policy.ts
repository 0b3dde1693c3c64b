import type { Files } from "../core/ports.ts";
import type { Cedar } from "../policy/cedar.ts";
import { decide } from "../policy/decide.ts";
import { compilePolicies, readPolicies } from "./load-policy.ts";
import type { PolicyHome } from "./policy-home.ts";
import type { SessionPolicy, SessionUse } from "./session-use.ts";
import { environmentOfFolder } from "./write-policy-table.ts";

/** The policies as they are written, for a session in the folder. `root`: real path. */
export async function sessionPolicy(
  root: string,
  { agent, argv }: SessionUse,
  { files, home, cedar }: { readonly files: Files; readonly home: PolicyHome; readonly cedar: () => Promise<Cedar> },
): Promise<SessionPolicy> {
  const session = environmentOfFolder(root, files, home);
  const source = readPolicies(root, files, home);
  const labels = [...source.user.labels, ...(source.approved ? (source.workspace?.labels ?? []) : [])];
  if (agent === undefined || argv === undefined || !source.written) return { session, labels, judge: undefined };
  const policy = compilePolicies(source, await cedar());
  const caller = { agent, certainty: "likely", environment: session.environment } as const;
  const use = { kind: "command", argv } as const;
  return {
    session,
    labels,
    judge: (credential) => decide(policy, { caller, credential, use, ttlSeconds: 60, approved: false }),
  };
}
