import { askCedar, type CedarAnswer, type CedarQuestion, type UseFacts } from "./ask-cedar.ts";
import { type ClassifiedUse, classifyUse } from "./classify-use.ts";
import type { PolicyLayer } from "./compile-layer.ts";
import { diesBy } from "./dies-by.ts";
import { isWithin } from "./environment.ts";
import { environmentOfHost } from "./host-environment.ts";
import { labelled } from "./labels.ts";
import type { Passport, PolicyFault, PolicyFile } from "./passport.ts";
import { commandFits, hostFits } from "./patterns.ts";
import type { Caller, CredentialLabels, PolicyDecision, PolicyLine, PolicyRequest } from "./request.ts";

/** Everything that decides, ready. Make one with guard/load-policy.ts. */
export interface LoadedPolicy {
  /** The strictest of them counts: the user's own, and the workspace's. */
  readonly layers: readonly PolicyLayer[];
  /** An error in any file denies every use until it is mended. */
  readonly faults: readonly PolicyFault[];
}

/** Whether a use of a credential is allowed, asked about or denied, and the line that says so. Never throws. */
export function decide(policy: LoadedPolicy, request: PolicyRequest): PolicyDecision {
  try {
    return decideUse(policy, request, classifyUse(request.use, diesBy));
  } catch {
    return refused("the use could not be classified");
  }
}

/** The same for a use that was classified already: what `policy explain` asks, and what the hook's table is made of. */
export function decideUse(policy: LoadedPolicy, request: PolicyRequest, use: ClassifiedUse): PolicyDecision {
  const broken = policy.faults.find(({ severity }) => severity === "error");
  if (broken !== undefined) {
    const reason = `${broken.line.file}:${String(broken.line.line)} has an error: ${broken.message}`;
    return { kind: "deny", line: broken.line, reason, hint: "mend it, then run: leastkey policy check" };
  }
  try {
    const decisions = policy.layers.map((layer) => decideBy(layer, request, use));
    return strictest(decisions) ?? refused("there is no policy");
  } catch {
    return refused("the policy could not be evaluated");
  }
}

const severity = { deny: 0, ask: 1, allow: 2 } as const;

function strictest(decisions: readonly PolicyDecision[]): PolicyDecision | undefined {
  const [first] = [...decisions].sort((a, b) => severity[a.kind] - severity[b.kind]);
  if (first === undefined || first.kind === "deny") return first;
  // Terms too: the shortest time, and the most questions, that any file says.
  const terms = decisions.flatMap((one) => (one.kind === "deny" ? [] : [one.terms]));
  const approvals = ["each-use", "first-use", "never"] as const;
  const approve = approvals.find((one) => terms.some((term) => term.approve === one)) ?? "each-use";
  return { ...first, terms: { ttlSeconds: Math.min(...terms.map(({ ttlSeconds }) => ttlSeconds)), approve } };
}

const refused = (reason: string): PolicyDecision => ({
  kind: "deny",
  line: { file: "the built-in rules", line: 0, id: "built-in/failure" },
  reason,
  hint: "run: leastkey policy check",
});

/** The one passport that holds for a caller: agent and session named, then agent, then session, then "*". */
export function passportFor(file: PolicyFile, { agent, environment }: Caller): Passport | undefined {
  const fits = (one: Passport, name: string): boolean =>
    one.agent === name && (one.session === undefined || one.session === environment);
  const all = [...file.passports].sort((a, b) => Number(a.session === undefined) - Number(b.session === undefined));
  return all.find((one) => fits(one, agent)) ?? all.find((one) => fits(one, "*"));
}

function decideBy(layer: PolicyLayer, request: PolicyRequest, use: ClassifiedUse): PolicyDecision {
  const { file, part } = layer;
  const passport = passportFor(file, request.caller);
  if (passport === undefined) return withoutPassport(layer, request.caller);
  const credential = labelled(request.credential, layer.labels);
  const terms =
    part === "whole"
      ? { ttlSeconds: passport.ttlSeconds, approve: passport.approve }
      : { ttlSeconds: request.ttlSeconds, approve: "never" as const };
  const question = (approved: boolean): CedarQuestion => ({
    passport,
    action: use.action,
    credential,
    facts: factsOf(file, { ...request, credential, approved }, use, passport),
  });
  const asGiven = askCedar(layer, question(request.approved));
  if (asGiven.kind === "allowed") return { kind: "allow", ...told(layer, asGiven, passport), terms };
  const approved = request.approved ? asGiven : askCedar(layer, question(true));
  if (approved.kind === "allowed") {
    const dies = use.dies === undefined ? {} : { dies: use.dies };
    return { kind: "ask", ...told(layer, asGiven, passport), terms, ...dies };
  }
  return { kind: "deny", ...told(layer, approved, passport, { action: use.action, credential }) };
}

function withoutPassport({ file, part }: PolicyLayer, caller: Caller): PolicyDecision {
  const line = { file: file.name, line: 1, id: "agents" };
  if (part === "restrictions") {
    const terms = { ttlSeconds: 12 * 3600, approve: "never" as const };
    return { kind: "allow", line, reason: `${file.name} restricts nothing here`, terms };
  }
  const where = caller.environment === "unknown" ? "" : ` in ${caller.environment}`;
  const reason = `${file.name} has no passport for ${caller.agent}${where}`;
  return { kind: "deny", line, reason, hint: "the user can write one under agents" };
}

interface Told {
  readonly line: PolicyLine;
  readonly reason: string;
  readonly hint: string;
}

/** The first line that decided, in the order in which lines are told; where none did, the permission that is missing. */
function told(
  { file, lines }: PolicyLayer,
  answer: CedarAnswer,
  passport: Passport,
  wanted?: { readonly action: string; readonly credential: CredentialLabels },
): Told {
  if (answer.kind === "failed") {
    const line = { file: file.name, line: passport.lines.own, id: passport.id };
    return { line, reason: `Cedar could not decide (${answer.why})`, hint: "run: leastkey policy check" };
  }
  const decided = lines.find(({ id }) => answer.ids.includes(id));
  if (decided !== undefined) return { line: decided.at, reason: decided.reason, hint: decided.hint };
  const { action = "use", credential } = wanted ?? {};
  const service = credential?.service ?? "this";
  const permission =
    passport.permissions.find((one) => one.service === service) ??
    passport.permissions.find((one) => one.service === "*");
  const id = permission === undefined ? passport.id : `${passport.id}/permissions/${permission.service}`;
  const line = { file: file.name, line: permission?.line ?? passport.lines.own, id };
  const only = permission === undefined ? "" : ` (only ${permission.actions.join(", ")})`;
  const reason = `${passport.id} has no permission to ${action} with ${service}${only}`;
  const hint =
    action === "run" ? "the user can list the command under commands" : "the user can permit it under permissions";
  return { line, reason, hint };
}

function factsOf(file: PolicyFile, request: PolicyRequest, use: ClassifiedUse, passport: Passport): UseFacts {
  const { caller, credential } = request;
  const host = request.use.kind === "http" ? request.use.host : undefined;
  const argv = request.use.kind === "command" ? request.use.argv : [];
  const stage = host === undefined ? undefined : environmentOfHost(host, file.hosts);
  return {
    approved: request.approved,
    bulk: use.bulk,
    certain: caller.certainty !== "unknown",
    crossAccount: use.crossAccount,
    hostElsewhere: stage !== undefined && !isWithin(caller.environment, stage),
    hostKnown: host === undefined || credential.hosts.length > 0,
    hostOther:
      host !== undefined && credential.hosts.length > 0 && !credential.hosts.some((pattern) => hostFits(pattern, host)),
    listed: passport.commands.some((pattern) => commandFits(pattern, argv)),
    session: caller.environment,
    ttl: Math.max(0, Math.ceil(request.ttlSeconds)),
  };
}
