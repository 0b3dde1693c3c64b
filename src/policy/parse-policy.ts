import * as v from "valibot";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { Environment } from "../core/finding.ts";
import type { EnvironmentRule, HostRule, LabelRule, Passport, PolicyFault, PolicyFile } from "./passport.ts";
import { type PolicyContent, policyShape } from "./policy-shape.ts";

export interface ParsedPolicy {
  /** undefined: an error stands in the file, and nothing of it holds. */
  readonly policy: PolicyFile | undefined;
  readonly faults: readonly PolicyFault[];
}

/** Longer files are no policy that a person reads. */
const longest = 256 * 1024;

/** Reads a policy file; never throws. `name` is the file as people know it. */
export function parsePolicy(source: string, name: string): ParsedPolicy {
  const lines = new LineCounter();
  const at = (offset: number, id: string, message: string): PolicyFault => {
    const { line, col } = offset === 0 ? { line: 1, col: 1 } : lines.linePos(offset);
    return { line: { file: name, line, id }, column: col, message, severity: "error" };
  };
  if (source.length > longest) return { policy: undefined, faults: [at(0, "file", "the file is over 256 KB")] };
  // Aliases could be a billion laughs, and nobody needs them here.
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, stringKeys: true });
  if (document.errors.length > 0) {
    const faults = document.errors.map((one) => at(one.pos[0], "file", one.message.split("\n")[0] ?? "not valid YAML"));
    return { policy: undefined, faults };
  }
  const place: PlaceOf = (path) => lines.linePos(offsetOf(document, path)).line;
  const content = contentOf(document);
  if (content === undefined)
    return { policy: undefined, faults: [at(0, "file", "the file uses aliases; write them out")] };
  if (typeof content !== "object" || Array.isArray(content)) {
    return {
      policy: undefined,
      faults: [at(0, "file", "file: it has the parts agents, credentials, environments, hosts")],
    };
  }
  const parsed = v.safeParse(policyShape, content);
  if (!parsed.success) {
    const faults = parsed.issues.map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => key);
      const id = path.map(String).join("/") || "file";
      return at(offsetOf(document, path), id, messageOf(issue, id));
    });
    return { policy: undefined, faults };
  }
  const policy = policyOf(parsed.output, name, place);
  const faults = contradictions(parsed.output, policy, (path, message, severity) => ({
    ...at(offsetOf(document, path), path.map(String).join("/"), message),
    severity,
  }));
  return { policy: faults.some(({ severity }) => severity === "error") ? undefined : policy, faults };
}

type PlaceOf = (path: readonly unknown[]) => number;

function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    return undefined;
  }
}

function messageOf(issue: v.BaseIssue<unknown>, id: string): string {
  if (issue.expected === "never") return `${id} is not known here`;
  return `${id}: ${issue.message}`;
}

/** Of the key where there is one, else of the value: a fault is shown where a person would mend it. */
function offsetOf(document: Document, path: readonly unknown[]): number {
  for (let length = path.length; length > 0; length--) {
    const holder: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = keyOffset(holder, path[length - 1]);
    if (key !== undefined) return key;
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return node.range[0];
  }
  return 0;
}

function keyOffset(holder: unknown, key: unknown): number | undefined {
  if (typeof holder !== "object" || holder === null || !("items" in holder) || !Array.isArray(holder.items)) {
    return undefined;
  }
  for (const item of holder.items as readonly unknown[]) {
    if (typeof item !== "object" || item === null || !("key" in item)) continue;
    const node: unknown = item.key;
    if (hasRange(node) && "value" in node && node.value === key) return node.range[0];
  }
  return undefined;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

function policyOf(content: PolicyContent, name: string, place: PlaceOf): PolicyFile {
  const passports = Object.entries(content.agents).map(([id, one]) => passportOf(id, one, place));
  const labels = Object.entries(content.credentials).map(
    ([match, label]): LabelRule => ({
      match,
      line: place(["credentials", match]),
      ...(label.service === undefined ? {} : { service: label.service }),
      ...(label.environment === undefined ? {} : { environment: label.environment }),
      ...(label.actions === undefined ? {} : { actions: label.actions }),
      ...(label.hosts === undefined ? {} : { hosts: label.hosts }),
    }),
  );
  const rules = content.environments.map((rule, index): EnvironmentRule => {
    const line = place(["environments", index]);
    return "branch" in rule
      ? { by: "branch", pattern: rule.branch, environment: rule.is, line }
      : { by: "folder", pattern: rule.folder, environment: rule.is, line };
  });
  const hosts = Object.entries(content.hosts).map(
    ([pattern, environment]): HostRule => ({ pattern, environment, line: place(["hosts", pattern]) }),
  );
  return { name, passports, labels, rules, hosts };
}

function passportOf(id: string, one: PolicyContent["agents"][string], place: PlaceOf): Passport {
  const [agent = "*", session] = id.split("@", 2);
  const under = (...path: readonly unknown[]): number => place(["agents", id, ...path]);
  const own = place(["agents", id]);
  const isSession = (text: string | undefined): text is Environment => text !== undefined;
  const environments = one.environments ?? (isSession(session) ? [session] : []);
  return {
    id,
    agent,
    session: isSession(session) ? session : undefined,
    role: one.role,
    permissions: Object.entries(one.permissions).map(([service, actions]) => ({
      service,
      actions,
      line: under("permissions", service),
    })),
    environments,
    restrictions: one.restrictions.map((restriction, at) => ({ name: restriction, line: under("restrictions", at) })),
    commands: one.commands,
    ttlSeconds: secondsOf(one.grants.ttl),
    approve: one.grants.approve,
    lines: {
      own,
      environments: one.environments === undefined ? own : under("environments"),
      grants: one.grants === undefined ? own : under("grants"),
    },
  };
}

/** "15m" in seconds. */
export function secondsOf(time: string): number {
  const unit = { s: 1, m: 60, h: 3600 }[time.slice(-1)] ?? 1;
  return Number.parseInt(time, 10) * unit;
}

type Fault = (path: readonly unknown[], message: string, severity: PolicyFault["severity"]) => PolicyFault;

/** Lines that say opposite things: an error where nobody can tell what was meant, else a warning with what holds. */
function contradictions(content: PolicyContent, policy: PolicyFile, fault: Fault): readonly PolicyFault[] {
  return policy.passports.flatMap((passport) => {
    const { id, session, environments } = passport;
    const given = content.agents[id];
    const faults: PolicyFault[] = [];
    if (environments.length === 0) {
      faults.push(fault(["agents", id], `${id} names no environment: write environments, or ${id}@staging`, "error"));
    }
    const others = session === undefined ? [] : environments.filter((one) => one !== session && one === "production");
    if (others.length > 0) {
      const message = `a passport of ${session ?? ""} reaches production: write one for ${passport.agent}@production`;
      faults.push(fault(["agents", id, "environments"], message, "error"));
    }
    const forbidsDelete = passport.restrictions.some((one) => one.name === "no-delete");
    for (const { service, actions } of passport.permissions) {
      if (!forbidsDelete || !actions.includes("delete")) continue;
      const message = `no-delete forbids what permissions/${service} permits: nothing is deleted`;
      faults.push(fault(["agents", id, "permissions", service], message, "warning"));
    }
    if (given !== undefined && secondsOf(given.grants.ttl) > 12 * 3600) {
      faults.push(fault(["agents", id, "grants", "ttl"], "a grant lasts 12 hours at most", "error"));
    }
    return faults;
  });
}
