import type { Destroyed } from "../core/destructive/destroyed.ts";
import type { Environment } from "../core/finding.ts";
import type { AgentCall, Verdict } from "../core/verdict.ts";
import { isWithin } from "../policy/environment.ts";
import { labelled } from "../policy/labels.ts";
import { isCrossAccount } from "../policy/reach.ts";
import type { DecideContext } from "./decide-context.ts";
import { environmentsTouched, type Touched, talksToService } from "./environments-touched.ts";
import {
  type AccountRow,
  accountRowFor,
  type PolicyTable,
  readPolicyTable,
  rowFor,
  type TableLookup,
} from "./policy-table.ts";
import { policyRootOf, type SessionEnvironment, sessionEnvironment } from "./session-environment.ts";
import { environmentSet } from "./set-environment.ts";

/** What a policy says about one call. */
export interface PolicySight {
  readonly root: string;
  readonly lookup: TableLookup;
  readonly session: SessionEnvironment;
}

export function policySight(cwd: string | undefined, { files, home }: DecideContext): PolicySight | undefined {
  if (cwd === undefined) return undefined;
  const root = policyRootOf(cwd, files);
  const lookup = readPolicyTable(root, files, home);
  const rules = lookup.kind === "found" ? lookup.table.rules : [];
  return { root, lookup, session: sessionEnvironment(root, { set: environmentSet(root, files, home), rules }, files) };
}

/** Steps 6 and 7: what the call would destroy, and the environments it reaches. `words`: as programs will get them. */
export function judgePolicy(
  call: AgentCall,
  words: readonly string[],
  { sight, destroyed }: { readonly sight: PolicySight | undefined; readonly destroyed: readonly Destroyed[] },
): readonly Verdict[] {
  const table = sight?.lookup.kind === "found" ? sight.lookup.table : undefined;
  const session = sight?.session.environment ?? "unknown";
  const firewall = session === "unknown" ? [] : judgeEnvironments(words, session, table, sight?.session.because);
  const deaths = destroyed.map((one) => judgeDestruction(call, one, sight));
  const accounts = table === undefined ? [] : judgeAccounts(words, accountRowFor(table, call.agent, session));
  return [...judgeState(words, sight?.lookup), ...firewall, ...accounts, ...deaths];
}

/** Other programs' options have the same names (`cargo --profile`), so only what talks to a service counts. */
function judgeAccounts(words: readonly string[], row: AccountRow | undefined): readonly Verdict[] {
  if (row === undefined) return [];
  const found = words.find(
    (text) => talksToService(text) && isCrossAccount({ kind: "command", argv: text.split(/\s+/) }),
  );
  if (found === undefined) return [];
  const reason = `Leastkey: this uses another account than the credential's own, and ${row.reason} (${row.line}); ${row.hint}.`;
  return [{ kind: "deny", rule: "environment-firewall", reason, about: [] }];
}

/** While the policy is broken, or newer than its table, no credential is used; other work goes on. */
function judgeState(words: readonly string[], lookup: TableLookup | undefined): readonly Verdict[] {
  const why = lookup === undefined ? undefined : unusable(lookup);
  if (why === undefined || !words.some((text) => usesCredential.test(text))) return [];
  const reason = `Leastkey: this uses a credential, and ${why}; ask the user.`;
  return [{ kind: "deny", rule: "environment-firewall", reason, about: [] }];
}

const usesCredential = /leastkey:\/\/|(?:^|[\s/])leastkey(?:\.cmd)?\s+(?:agent\s+)?(?:run|read|inject|mcp)(?:\s|$)/;

function unusable(lookup: TableLookup): string | undefined {
  if (lookup.kind === "stale") {
    return "the policy changed since it was compiled (the user can run: leastkey policy check)";
  }
  if (lookup.kind === "none" || lookup.table.fault === undefined) return undefined;
  return `the policy has an error (${lookup.table.fault})`;
}

function judgeEnvironments(
  words: readonly string[],
  session: Environment,
  table: PolicyTable | undefined,
  because: string | undefined,
): readonly Verdict[] {
  const labels = table?.labels ?? [];
  const relabel = (reference: string, environment: Environment): Environment =>
    labelled({ name: reference, service: "", environment, actions: [], hosts: [] }, labels).environment;
  return environmentsTouched(words, { hosts: table?.hosts ?? [], relabel })
    .filter(({ environment }) => !isWithin(session, environment))
    .slice(0, 3)
    .map((touched) => firewallVerdict(touched, session, because));
}

function firewallVerdict(touched: Touched, session: Environment, because: string | undefined): Verdict {
  const rule = "environment-firewall";
  const here = `this session is ${session}${because === undefined ? "" : ` (${because})`}`;
  const about = [touched.what];
  if (touched.kind === "credential") {
    const reason = `Leastkey: ${touched.what} is of ${touched.environment} and ${here}; use the credential of ${session}, or ask the user.`;
    return { kind: "deny", rule, reason, about };
  }
  const question = `Leastkey: this uses a credential on ${touched.what}, which is ${touched.environment}, and ${here}. Should it run?`;
  return { kind: "ask", rule, question, about };
}

function judgeDestruction(
  call: AgentCall,
  { what, backups, service, bulk }: Destroyed,
  sight: PolicySight | undefined,
): Verdict {
  const dies = backups === undefined ? what : `${what} (${backups})`;
  const about = [dies];
  const question = `Leastkey: this uses a credential to destroy ${dies}. Should it run?`;
  const ask: Verdict = { kind: "ask", rule: "destructive", question, about };
  if (sight === undefined || sight.lookup.kind === "none") return ask;
  const refuse = (why: string): Verdict => ({
    kind: "deny",
    rule: "destructive",
    reason: `Leastkey: this would destroy ${dies}, and ${why}; ask the user to do it themselves.`,
    about,
  });
  const why = unusable(sight.lookup);
  if (why !== undefined || sight.lookup.kind === "stale") return refuse(why ?? "the policy cannot be read");
  const { table } = sight.lookup;
  const session = sight.session.environment;
  const row = rowFor(table, { agent: call.agent, session, service, action: "delete", bulk });
  if (row === undefined) return refuse("the policy says nothing about it");
  return row.kind === "deny" ? refuse(`${row.reason} (${row.line})`) : ask;
}
