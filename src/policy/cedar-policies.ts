import { environmentsWithin, sessionEnvironments } from "./environment.ts";
import type { Passport, PolicyFile, Restriction } from "./passport.ts";
import type { CredentialAction, PolicyLine } from "./request.ts";

/** One line of a policy as Cedar has it, with what to say when it decides. */
export interface CedarLine {
  readonly id: string;
  readonly text: string;
  readonly at: PolicyLine;
  readonly reason: string;
  readonly hint: string;
}

/** `restrictions`: the file only takes away; what it permits was replaced by a file that a human approved. */
export type Part = "whole" | "restrictions";

/** Strings in Cedar are written as in JSON, for all that names of ours may hold. */
const quoted = (text: string): string => JSON.stringify(text);
const setOf = (texts: readonly string[]): string => `[${texts.map(quoted).join(", ")}]`;
const principalOf = ({ id }: Passport): string => `principal == Passport::${quoted(id)}`;
const uses = `action in [${["read", "write", "delete", "run"].map((one) => `Action::${quoted(one)}`).join(", ")}]`;

/** Every line of a file as Cedar policies, in the order in which they are told when several decide. */
export function cedarLines(file: PolicyFile, part: Part): readonly CedarLine[] {
  const own = file.passports.flatMap((passport) => linesOf(file.name, passport, part));
  const permits = own.filter(({ text }) => text.startsWith("permit"));
  const approvals = own.filter(({ at }) => at.id.endsWith("/grants/approve"));
  const forbids = own.filter((line) => !permits.includes(line) && !approvals.includes(line));
  return [...forbids, ...builtIns, ...approvals, ...permits];
}

function linesOf(file: string, passport: Passport, part: Part): readonly CedarLine[] {
  const at = (id: string, line: number): PolicyLine => ({ file, line, id: `${passport.id}/${id}` });
  const who = principalOf(passport);
  const restrictions = passport.restrictions.map(({ name, line }): CedarLine => {
    const where = at(`restrictions/${name}`, line);
    return {
      id: where.id,
      at: where,
      text: `forbid (${who}, ${forbidden[name].scope})${forbidden[name].when};`,
      ...forbidden[name].told,
    };
  });
  if (part === "restrictions") {
    const where = at("own", passport.lines.own);
    const all: CedarLine = {
      id: where.id,
      at: where,
      text: `permit (${who}, action, resource);`,
      reason: `${passport.id} restricts nothing here`,
      hint: "",
    };
    return [...restrictions, all];
  }
  return [
    ...restrictions,
    environmentLine(passport, at),
    ttlLine(passport, at),
    ...approvalLine(passport, at),
    ...permissionLines(passport, at),
    listLine(passport, at),
  ];
}

type At = (id: string, line: number) => PolicyLine;

function environmentLine(passport: Passport, at: At): CedarLine {
  const where = at("environments", passport.lines.environments);
  const reached = passport.environments.join(", ");
  return {
    id: where.id,
    at: where,
    text: `forbid (${principalOf(passport)}, action, resource) unless { ${setOf(passport.environments)}.contains(resource.environment) };`,
    reason: `${passport.id} reaches ${reached} only`,
    hint: `use the credential of ${passport.environments.join(" or ")}`,
  };
}

function ttlLine(passport: Passport, at: At): CedarLine {
  const where = at("grants/ttl", passport.lines.grants);
  const seconds = String(passport.ttlSeconds);
  return {
    id: where.id,
    at: where,
    text: `forbid (${principalOf(passport)}, ${uses}, resource) when { context.ttl > ${seconds} };`,
    reason: `${passport.id} gets a credential for ${seconds} seconds at most`,
    hint: `ask for ${seconds} seconds or less`,
  };
}

function approvalLine(passport: Passport, at: At): readonly CedarLine[] {
  if (passport.approve === "never") return [];
  const where = at("grants/approve", passport.lines.grants);
  const when = passport.approve === "first-use" ? "the first use" : "each use";
  return [
    {
      id: where.id,
      at: where,
      text: `forbid (${principalOf(passport)}, ${uses}, resource) unless { context.approved };`,
      reason: `a human approves ${when}`,
      hint: "the user is asked",
    },
  ];
}

/** A program that holds a credential can do all that it can: it runs where writing is permitted, or where it is listed. */
function permissionLines(passport: Passport, at: At): readonly CedarLine[] {
  const named = passport.permissions.map(({ service }) => service).filter((service) => service !== "*");
  return passport.permissions.flatMap(({ service, actions, line }): readonly CedarLine[] => {
    const where = at(`permissions/${service}`, line);
    const resource = service === "*" ? "resource" : `resource in Service::${quoted(service)}`;
    const others = `[${named.map((one) => `Service::${quoted(one)}`).join(", ")}]`;
    const unless = service === "*" && named.length > 0 ? ` unless { resource in ${others} }` : "";
    const granted: readonly CredentialAction[] = actions.includes("write") ? [...actions, "run"] : actions;
    const permit = (verbs: readonly string[], when: string): string =>
      `permit (${principalOf(passport)}, action in [${verbs.map((one) => `Action::${quoted(one)}`).join(", ")}], ${resource})${when}${unless};`;
    const told = {
      reason: `${passport.id} may ${actions.join(" and ")} ${service === "*" ? "every other service" : service}`,
      hint: "",
    };
    const main: CedarLine = { id: where.id, at: where, text: permit(granted, ""), ...told };
    if (granted.includes("run")) return [main];
    const listed = { ...where, id: `${where.id}/listed` };
    return [main, { id: listed.id, at: listed, text: permit(["run"], " when { context.listed }"), ...told }];
  });
}

/** Names and labels may be seen for every environment that the passport reaches. */
function listLine(passport: Passport, at: At): CedarLine {
  const where = at("list", passport.lines.own);
  const text = `permit (${principalOf(passport)}, action == Action::"list", resource);`;
  return { id: where.id, at: where, text, reason: `${passport.id} may see names`, hint: "" };
}

interface Forbidden {
  readonly scope: string;
  readonly when: string;
  readonly told: { readonly reason: string; readonly hint: string };
}

const forbidden: Readonly<Record<Restriction, Forbidden>> = {
  "no-delete": {
    scope: 'action == Action::"delete", resource',
    when: "",
    told: { reason: "the passport forbids deleting (no-delete)", hint: "ask the user to do it themselves" },
  },
  "no-bulk": {
    scope: `${uses}, resource`,
    when: " when { context.bulk }",
    told: { reason: "the passport forbids acting on many things at once (no-bulk)", hint: "name one thing" },
  },
  "no-cross-account": {
    scope: `${uses}, resource`,
    when: " when { context.crossAccount }",
    told: {
      reason: "the passport forbids changing to another account (no-cross-account)",
      hint: "leave the account, profile or project out",
    },
  },
  "no-run": {
    scope: 'action == Action::"run", resource',
    when: "",
    told: { reason: "the passport hands no credential to a program (no-run)", hint: "use an HTTP request" },
  },
};

const builtIn = (id: string, line: number, text: string, [reason, hint]: readonly [string, string]): CedarLine => ({
  id: `built-in/${id}`,
  at: { file: "the built-in rules", line, id: `built-in/${id}` },
  text,
  reason,
  hint,
});

/** What holds under every policy. Kinds of approval come last, so that a refusal names what no approval would change. */
const builtIns: readonly CedarLine[] = [
  ...sessionEnvironments.map((session, at) =>
    builtIn(
      `firewall/${session}`,
      at + 1,
      `forbid (principal, action, resource) when { context.session == ${quoted(session)} } unless { ${setOf(environmentsWithin(session))}.contains(resource.environment) };`,
      [`this session is ${session}, and the credential is of another environment`, `use the credential of ${session}`],
    ),
  ),
  ...(["read", "write", "delete"] as const).map((action, at) =>
    builtIn(
      `abilities/${action}`,
      at + 5,
      `forbid (principal, action == Action::${quoted(action)}, resource) unless { resource.abilities.isEmpty() || resource.abilities.contains(${quoted(action)}) };`,
      [`the credential's label does not say that it can ${action}`, "the user can change the label under credentials"],
    ),
  ),
  builtIn("host", 8, `forbid (principal, ${uses}, resource) when { context.hostOther };`, [
    "the credential's label names other hosts than this",
    "the user can name the host under credentials",
  ]),
  builtIn(
    "host-environment",
    9,
    `forbid (principal, ${uses}, resource) when { context.hostElsewhere } unless { context.approved };`,
    ["the host is of another environment than this session", "the user is asked"],
  ),
  builtIn("destroys", 10, `forbid (principal, action == Action::"delete", resource) unless { context.approved };`, [
    "this destroys something",
    "the user is asked",
  ]),
  builtIn(
    "unknown-host",
    11,
    `forbid (principal, ${uses}, resource) unless { context.hostKnown || context.approved };`,
    ["the credential's label names no host", "the user is asked, or names the host under credentials"],
  ),
  builtIn(
    "unknown-environment",
    12,
    `forbid (principal, ${uses}, resource) when { resource.environment == "unknown" } unless { context.approved };`,
    ["the credential's environment is not known", "the user is asked, or labels it under credentials"],
  ),
  builtIn("uncertain", 13, `forbid (principal, ${uses}, resource) unless { context.certain || context.approved };`, [
    "it is not known who asks",
    "the user is asked",
  ]),
];
