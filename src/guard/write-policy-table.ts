import type { Environment } from "../core/finding.ts";
import type { Files } from "../core/ports.ts";
import type { Cedar } from "../policy/cedar.ts";
import { decideUse, type LoadedPolicy, passportFor } from "../policy/decide.ts";
import type { PolicyFault } from "../policy/passport.ts";
import { compilePolicies, type PolicySource, readPolicies } from "./load-policy.ts";
import { type PolicyHome, userPolicy, workspacePolicy } from "./policy-home.ts";
import { type AccountRow, type Cell, type PolicyTable, type TableRow, tableFileOf } from "./policy-table.ts";
import { type NamedRules, type SessionEnvironment, sessionEnvironment } from "./session-environment.ts";
import { environmentSet } from "./set-environment.ts";

/** Compiles the policy of a folder and writes the hook's table of it. `root`: real path. */
export function writePolicyTable(root: string, cedar: Cedar, files: Files, home: PolicyHome): PolicyTable {
  const table = policyTable(root, readPolicies(root, files, home), cedar);
  files.replace(tableFileOf(root, home), `${JSON.stringify(table)}\n`, 0o600);
  return table;
}

/** The environment that sessions in a folder have, by its policy as it is now. `root`: real path. */
export function environmentOfFolder(root: string, files: Files, home: PolicyHome): SessionEnvironment {
  const rules = rulesOf(readPolicies(root, files, home));
  return sessionEnvironment(root, { set: environmentSet(root, files, home), rules }, files);
}

const sessions: readonly Environment[] = ["development", "test", "staging", "production", "unknown"];
const cells: readonly Pick<Cell, "action" | "bulk">[] = [
  { action: "read" },
  { action: "write" },
  { action: "delete" },
  { action: "delete", bulk: true },
  { action: "run" },
];

export function policyTable(root: string, source: PolicySource, cedar: Cedar): PolicyTable {
  const policy = compilePolicies(source, cedar);
  const [fault] = policy.faults.filter(({ severity }) => severity === "error");
  const files = [source.user, ...(source.workspace === undefined ? [] : [source.workspace])];
  const passports = files.flatMap((file) => file.passports);
  const agents = new Set([...passports.map(({ agent }) => agent), "*"]);
  const services = new Set([...passports.flatMap((one) => one.permissions.map(({ service }) => service)), "*"]);
  const rows =
    fault !== undefined
      ? []
      : [...agents].flatMap((agent) =>
          sessions.flatMap((session) =>
            [...services].flatMap((service) =>
              cells.map((cell) => rowOf(policy, { agent, session, service, ...cell })),
            ),
          ),
        );
  return {
    version: 2,
    root,
    texts: { user: source.texts.user ?? null, workspace: source.texts.workspace ?? null },
    fault: fault === undefined ? undefined : faultText(fault),
    rules: rulesOf(source),
    hosts: [...source.user.hosts, ...stricter(source, source.workspace?.hosts)],
    labels: [...source.user.labels, ...stricter(source, source.workspace?.labels)],
    rows,
    accounts: fault === undefined ? accountsOf(policy, [...agents]) : [],
  };
}

/** Each file is asked by itself: where another one refuses first, its line would be told in place of this one. */
function accountsOf({ layers }: LoadedPolicy, agents: readonly string[]): readonly AccountRow[] {
  const use = { action: "read", bulk: false, crossAccount: true } as const;
  return agents.flatMap((agent) =>
    sessions.flatMap((session) =>
      layers.flatMap((layer): readonly AccountRow[] => {
        const caller = { agent, certainty: "confirmed", environment: session } as const;
        const credential = { name: "any", service: "unknown", environment: session, actions: [], hosts: [] };
        const request = { caller, credential, use: { kind: "list" as const }, ttlSeconds: 1, approved: true };
        const answer = decideUse({ layers: [layer], faults: [] }, request, use);
        if (answer.kind !== "deny" || !answer.line.id.endsWith("/restrictions/no-cross-account")) return [];
        const { line, reason, hint } = answer;
        return [{ agent, session, line: `${line.file}:${String(line.line)}`, reason, hint }];
      }),
    ),
  );
}

/** Where nobody has a policy any more. */
export function removePolicyTable(root: string, files: Files, home: PolicyHome): void {
  files.remove(tableFileOf(root, home));
}

export const faultText = ({ line, message }: PolicyFault): string => `${line.file}:${String(line.line)}: ${message}`;

/** What a workspace's file says of others' environments narrows only where it says production, until it is approved. */
function stricter<Rule extends { readonly environment?: Environment }>(
  { approved }: PolicySource,
  rules: readonly Rule[] = [],
): readonly Rule[] {
  return rules.filter(({ environment }) => approved || environment === "production");
}

/** The user's rules first. Production by a rule of the workspace needs a human's approval of the file. */
export function rulesOf({ user, workspace, approved }: PolicySource): readonly NamedRules[] {
  const theirs = (workspace?.rules ?? []).filter(({ environment }) => approved || environment !== "production");
  return [
    { file: userPolicy, rules: user.rules },
    { file: workspacePolicy, rules: theirs },
  ];
}

function rowOf(policy: ReturnType<typeof compilePolicies>, cell: Cell): TableRow {
  const caller = { agent: cell.agent, certainty: "confirmed", environment: cell.session } as const;
  const reached = policy.layers.flatMap(({ file }) => passportFor(file, caller)?.environments ?? [])[0];
  const environment = cell.session === "unknown" ? (reached ?? "unknown") : cell.session;
  const credential = { name: `any ${cell.service}`, service: cell.service, environment, actions: [], hosts: [] };
  const use = { action: cell.action, bulk: cell.bulk === true, crossAccount: false };
  const request = { caller, credential, use: { kind: "list" as const }, ttlSeconds: 1, approved: false };
  const { kind, line, reason, ...rest } = decideUse(policy, request, use);
  const hint = "hint" in rest ? rest.hint : "";
  return { ...cell, kind, line: `${line.file}:${String(line.line)}`, reason, hint };
}
