import type { Environment } from "../core/finding.ts";
import type { Files } from "../core/ports.ts";
import type { HostRule, LabelRule } from "../policy/passport.ts";
import type { CredentialAction } from "../policy/request.ts";
import { type PolicyHome, workspacePolicy } from "./policy-home.ts";
import type { NamedRules } from "./session-environment.ts";
import { indexFileOf } from "./write-index.ts";

/** One precomputed decision about a credential of the session's own environment. */
export interface TableRow {
  readonly agent: string; // "*": every agent that no other row names
  readonly session: Environment;
  readonly service: string; // "*": every service that no other row names
  readonly action: CredentialAction;
  /** Of many things at once; only what deletes has such rows. */
  readonly bulk?: boolean;
  readonly kind: "allow" | "ask" | "deny";
  readonly line: string; // "policy.yaml:7"
  readonly reason: string;
  readonly hint: string;
}

/** A session that a passport keeps to a credential's own account (no-cross-account). */
export interface AccountRow {
  readonly agent: string; // as in a TableRow
  readonly session: Environment;
  readonly line: string;
  readonly reason: string;
  readonly hint: string;
}

/** What the hook reads in place of Cedar: one file per workspace in LEASTKEY_HOME/policy. */
export interface PolicyTable {
  readonly version: 2;
  readonly root: string;
  /** Both files as they were compiled: any other byte makes the table stale. No hash, which would load node:crypto. */
  readonly texts: { readonly user: string | null; readonly workspace: string | null };
  /** An error in a file: every use of a credential is refused until it is mended. */
  readonly fault: string | undefined;
  readonly rules: readonly NamedRules[];
  readonly hosts: readonly HostRule[];
  readonly labels: readonly LabelRule[];
  readonly rows: readonly TableRow[];
  /** Left out in tables that were written before this was looked at: nothing is kept to its account by them. */
  readonly accounts?: readonly AccountRow[];
}

/** What the hook finds. `none`: nobody wrote a policy. `stale`: a policy is there, and no table of it as it is now. */
export type TableLookup =
  | { readonly kind: "none" }
  | { readonly kind: "stale" }
  | { readonly kind: "found"; readonly table: PolicyTable };

export const tableFileOf = (root: string, { policies }: PolicyHome): string => indexFileOf(root, { indexes: policies });

/** The table of a folder's policy as its files are now. Never parses YAML: this is the hook's way. */
export function readPolicyTable(root: string, files: Files, home: PolicyHome): TableLookup {
  const own = files.readText(home.policy);
  const theirs = files.readText(`${root}/${workspacePolicy}`);
  const text = files.readText(tableFileOf(root, home));
  // Where a policy was and is no more, somebody has to say so: an agent that removes the file gains nothing.
  if (own === undefined && theirs === undefined && text === undefined) return { kind: "none" };
  const table = parseTable(text);
  const isFresh =
    table?.root === root && table.texts.user === (own ?? null) && table.texts.workspace === (theirs ?? null);
  return table !== undefined && isFresh ? { kind: "found", table } : { kind: "stale" };
}

/** The policy's files as they were last compiled; undefined: they never were. */
export function compiledTexts(
  root: string,
  files: Files,
  home: PolicyHome,
): { readonly user: string | undefined; readonly workspace: string | undefined } | undefined {
  const table = parseTable(files.readText(tableFileOf(root, home)));
  if (table === undefined) return undefined;
  return { user: table.texts.user ?? undefined, workspace: table.texts.workspace ?? undefined };
}

function parseTable(text: string | undefined): PolicyTable | undefined {
  if (text === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return isTable(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** It is our own file, in a folder that agents may not write: its shape is looked at, its rows are not. */
function isTable(data: unknown): data is PolicyTable {
  if (typeof data !== "object" || data === null) return false;
  if (!("version" in data && "root" in data && "texts" in data)) return false;
  const { version, root, texts } = data;
  if (version !== 2 || typeof root !== "string" || typeof texts !== "object" || texts === null) return false;
  return ["rules", "hosts", "labels", "rows"].every((name) => Array.isArray(Reflect.get(data, name)));
}

/** The line that keeps a caller to a credential's own account. */
export function accountRowFor(table: PolicyTable, agent: string, session: Environment): AccountRow | undefined {
  const named = table.rows.some((row) => row.agent === agent) ? agent : "*";
  return table.accounts?.find((row) => row.agent === named && row.session === session);
}

export type Cell = Pick<TableRow, "agent" | "session" | "service" | "action" | "bulk">;

/** The row for a caller: by its own name, else "*"; the service likewise. */
export function rowFor(table: PolicyTable, { agent, session, service, action, bulk }: Cell): TableRow | undefined {
  const mine = table.rows.filter(
    (row) => row.session === session && row.action === action && (row.bulk === true) === (bulk === true),
  );
  const named = mine.some((row) => row.agent === agent) ? agent : "*";
  const own = mine.filter((row) => row.agent === named);
  return own.find((row) => row.service === service) ?? own.find((row) => row.service === "*");
}
