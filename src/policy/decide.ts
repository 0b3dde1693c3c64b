import type { Passport, PolicyFault, PolicyFile } from "./passport.ts";
import type { Caller, PolicyDecision, PolicyRequest } from "./request.ts";

/** Everything that decides, ready. Make one with guard/load-policy.ts. */
export interface LoadedPolicy {
  /** The strictest of them counts: the user's own, and the workspace's. */
  readonly files: readonly PolicyFile[];
  /** An error in any file denies every use until it is mended. */
  readonly faults: readonly PolicyFault[];
}

/** Whether a use of a credential is allowed, asked about or denied, and the line that says so. Never throws. */
export function decide(policy: LoadedPolicy, request: PolicyRequest): PolicyDecision {
  const broken = policy.faults.find(({ severity }) => severity === "error");
  if (broken !== undefined) {
    const reason = `${broken.line.file}:${String(broken.line.line)} has an error: ${broken.message}`;
    return { kind: "deny", line: broken.line, reason, hint: "mend it, then run: leastkey policy check" };
  }
  const decisions = policy.files.map((file) => decideBy(file, request));
  const order = { deny: 0, ask: 1, allow: 2 } as const;
  const [strictest] = decisions.sort((a, b) => order[a.kind] - order[b.kind]);
  if (strictest !== undefined) return strictest;
  const line = { file: "the built-in policy", line: 1, id: "none" };
  return { kind: "deny", line, reason: "there is no policy", hint: "run: leastkey policy check" };
}

/** The one passport that holds for a caller: agent and session named, then agent, then session, then "*". */
export function passportFor(file: PolicyFile, { agent, environment }: Caller): Passport | undefined {
  const fits = (one: Passport, name: string): boolean =>
    one.agent === name && (one.session === undefined || one.session === environment);
  const all = [...file.passports].sort((a, b) => Number(a.session === undefined) - Number(b.session === undefined));
  return all.find((one) => fits(one, agent)) ?? all.find((one) => fits(one, "*"));
}

function decideBy(file: PolicyFile, request: PolicyRequest): PolicyDecision {
  const { caller, credential, use } = request;
  const passport = passportFor(file, caller);
  const at = (id: string, line: number) => ({ file: file.name, line, id });
  if (passport === undefined) {
    const reason = `${caller.agent} has no passport for ${caller.environment}`;
    return { kind: "deny", line: at("agents", 1), reason, hint: "write one under agents" };
  }
  if (!passport.environments.includes(credential.environment)) {
    const reason = `${passport.id} does not reach ${credential.environment}`;
    const hint = `use the credential of ${passport.environments.join(" or ")}`;
    return { kind: "deny", line: at(`${passport.id}/environments`, passport.lines.environments), reason, hint };
  }
  const permission =
    passport.permissions.find(({ service }) => service === credential.service) ??
    passport.permissions.find(({ service }) => service === "*");
  const own = { kind: "deny", line: at(passport.id, passport.lines.own) } as const;
  if (permission === undefined) {
    return { ...own, reason: `${passport.id} has no permission for ${credential.service}`, hint: "ask the user" };
  }
  const terms = { ttlSeconds: passport.ttlSeconds, approve: passport.approve };
  const line = at(`${passport.id}/permissions/${permission.service}`, permission.line);
  const reason = `${passport.id} may ${permission.actions.join(" and ")} ${credential.service}`;
  if (use.kind === "list") return { kind: "allow", line, reason, terms };
  if (request.ttlSeconds > passport.ttlSeconds) {
    const hint = `ask for ${String(passport.ttlSeconds)} seconds at most`;
    return { kind: "deny", line: at(`${passport.id}/grants`, passport.lines.grants), reason: "that is too long", hint };
  }
  const needed =
    use.kind === "command" ? "write" : use.method === "GET" ? "read" : use.method === "DELETE" ? "delete" : "write";
  if (!permission.actions.includes(needed)) {
    const why = `${passport.id} may not ${needed} with ${credential.service}`;
    return { kind: "deny", line, reason: why, hint: "ask the user" };
  }
  if (passport.approve === "never" || request.approved) return { kind: "allow", line, reason, terms };
  return { kind: "ask", line, reason, hint: "the user is asked", terms };
}
