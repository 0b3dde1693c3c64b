import { decide } from "../policy/decide.ts";
import type { CredentialUse } from "../policy/request.ts";
import { isOurReference } from "../vaults/reference.ts";
import { type Grant, keyOf } from "./grants.ts";
import { labelsOf, shownLabels } from "./labels.ts";
import { describePattern, type Pattern } from "./pattern.ts";
import {
  type Access,
  callerOf,
  declined,
  type Inner,
  missing,
  queryOf,
  type Refused,
  refused,
  secondsOf,
  type Wanted,
} from "./permission.ts";
import { recordUse } from "./record-use.ts";

/** Asks a human for a pattern of uses before they come; the policy has to allow it, approval given. */
export async function requestAccess(
  inner: Inner,
  { peer, credential: name, pattern, purpose, ttlSeconds }: Access,
): Promise<{ readonly kind: "granted"; readonly grant: Grant } | Refused> {
  const { ports, book, queue } = inner;
  const credential = labelsOf(name);
  const use = useOf(pattern);
  const [policy, caller] = await Promise.all([ports.policy(peer.root), callerOf(inner, peer)]);
  const decision = decide(policy, { caller, credential, use, purpose, ttlSeconds, approved: true });
  const wanted: Wanted = { peer, credential: name, use, purpose };
  if (decision.kind !== "allow") {
    recordUse(ports.audit, wanted, { action: "grant", outcome: "denied", reason: decision.reason });
    return refused(decision.reason, decision.hint);
  }
  // One elsewhere is not even asked before a human allows it: reading may make a credential, or call its owner.
  if (isOurReference(name) && (await ports.vault.get(name)) === undefined) return missing(name);
  const query = { ...queryOf(wanted), exactly: false };
  if (book.isRefused(query)) return refused("the user has refused this", "do not ask again; go on without it");
  const seconds = Math.min(ttlSeconds, decision.terms.ttlSeconds);
  const shown = shownLabels(policy, name);
  const answer = await queue.ask(keyOf(query), {
    agent: peer.agent,
    certainty: peer.certainty,
    credential: name,
    service: shown.service,
    environment: shown.environment,
    use: { kind: "pattern", pattern },
    purpose,
    reason: "the agent asks for access in advance",
    dies: undefined,
    choices: ["once", "a-while"],
    whileSeconds: seconds,
    cwd: peer.root,
  });
  if (secondsOf(answer, seconds) === undefined) {
    recordUse(ports.audit, wanted, { action: "grant", outcome: "denied", reason: `a human said ${answer.kind}` });
    return declined(inner, query, answer);
  }
  const grant = book.add({
    agent: peer.agent,
    session: peer.session,
    credential: name,
    pattern,
    purpose,
    expires: ports.clock.now() + seconds * 1000,
    usesLeft: answer.kind === "once" ? 1 : Number.POSITIVE_INFINITY,
  });
  recordUse(ports.audit, wanted, {
    action: "grant",
    outcome: "allowed",
    reason: `a human said ${answer.kind}: ${describePattern(pattern)}`,
  });
  return { kind: "granted", grant };
}

/** A pattern as a use, for the policy: its stars are words that match nothing else. */
function useOf(pattern: Pattern): CredentialUse {
  if (pattern.kind === "command") return { kind: "command", argv: pattern.argv };
  const method = pattern.method === "*" ? "DELETE" : pattern.method; // the worst that it would cover
  return { kind: "http", method, host: pattern.host, path: pattern.path };
}
