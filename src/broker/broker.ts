import { LeastkeyError, messageOf } from "../core/errors.ts";
import { decide } from "../policy/decide.ts";
import type { CredentialLabels, PolicyDecision } from "../policy/request.ts";
import type { AskChoice } from "./asker.ts";
import { createGrantBook, type Grant, type GrantQuery, keyOf } from "./grants.ts";
import { labelsOf, shownLabels } from "./labels.ts";
import { patternOf } from "./pattern.ts";
import {
  type Access,
  aWhile,
  type BrokerPorts,
  callerOf,
  declined,
  type Inner,
  type ListedCredential,
  missing,
  type Peer,
  type Permission,
  queryOf,
  type Refused,
  refused,
  secondsOf,
  type Wanted,
} from "./permission.ts";
import { createQueue } from "./question-queue.ts";
import { recordEnd, recordFinished, recordListed, recordUse, type UseEnd } from "./record-use.ts";
import { requestAccess } from "./request-access.ts";

/** Holds the vault and decides who uses what. A value leaves it only towards the program or request it was asked for. */
export interface Broker {
  list(peer: Peer): Promise<readonly ListedCredential[]>;
  permit(wanted: Wanted): Promise<Permission>;
  /** How a permitted use ended, for the trail. */
  finished(wanted: Wanted, end: UseEnd): void;
  /** Asks a human for more than one use in advance. */
  request(access: Access): Promise<{ readonly kind: "granted"; readonly grant: Grant } | Refused>;
  grants(): readonly Grant[];
  revoke(which: (grant: Grant) => boolean, why: string): readonly Grant[];
  /** Every grant ends; the vault's owner locks the vault. */
  close(): void;
}

export function createBroker(ports: BrokerPorts): Broker {
  const book = createGrantBook(ports.clock, ports.newId);
  const inner: Inner = { ports, book, queue: createQueue(ports.clock, ports.ask) };
  return {
    list: (peer) => list(inner, peer),
    finished: (wanted, end) => recordFinished(ports.audit, wanted, end),
    permit: (wanted) => recorded(inner, wanted, () => permit(inner, wanted)),
    request: (access) => requestAccess(inner, access),
    grants: () => book.list(),
    revoke: (which, why) => revoke(inner, which, why),
    close: () => {
      revoke(inner, undefined, "the broker ended");
    },
  };
}

async function list(inner: Inner, peer: Peer): Promise<readonly ListedCredential[]> {
  const [policy, caller, items] = await Promise.all([
    inner.ports.policy(peer.root),
    callerOf(inner, peer),
    inner.ports.vault.list(),
  ]);
  const listed = items.flatMap(({ reference, updated }) => {
    const credential = labelsOf(reference);
    const asked = { caller, credential, use: { kind: "list" }, ttlSeconds: 0, approved: false } as const;
    return decide(policy, asked).kind === "deny" ? [] : [{ ...shownLabels(policy, reference), updated }];
  });
  recordListed(
    inner.ports.audit,
    peer,
    listed.map(({ name }) => name),
  );
  return listed;
}

async function permit(inner: Inner, wanted: Wanted): Promise<Permission> {
  const { ports, book } = inner;
  const { peer, use, purpose } = wanted;
  const credential = labelsOf(wanted.credential);
  const [policy, caller] = await Promise.all([ports.policy(peer.root), callerOf(inner, peer)]);
  const judge = (approved: boolean): PolicyDecision => decide(policy, { ...asking, approved });
  const asking = { caller, credential, use, ttlSeconds: 0, ...(purpose === undefined ? {} : { purpose }) };
  const first = judge(false);
  const { service } = shownLabels(policy, wanted.credential);
  switch (first.kind) {
    case "deny":
      return refused(first.reason, first.hint);
    case "allow":
      return granted(inner, wanted, undefined, service);
    case "ask": {
      const query = { ...queryOf(wanted), exactly: first.dies !== undefined };
      if (judge(true).kind !== "allow") return refused(first.reason, "no approval would allow it");
      const known = first.terms.approve === "each-use" && first.dies === undefined ? undefined : book.spend(query);
      const grant = known ?? book.spend({ ...query, exactly: true });
      if (grant !== undefined) return granted(inner, wanted, grant, service);
      return ask(inner, { wanted, query, credential: shownLabels(policy, wanted.credential), decision: first });
    }
  }
}

interface Asking {
  readonly wanted: Wanted;
  readonly query: GrantQuery;
  readonly credential: CredentialLabels;
  readonly decision: PolicyDecision & { readonly kind: "ask" };
}

async function ask(inner: Inner, { wanted, query, credential, decision }: Asking): Promise<Permission> {
  const { ports, book, queue } = inner;
  if (book.isRefused(query)) return refused("the user has refused this", "do not ask again; go on without it");
  const { terms, dies, reason } = decision;
  const whileSeconds = Math.min(aWhile, terms.ttlSeconds);
  const answer = await queue.ask(keyOf(query), {
    agent: wanted.peer.agent,
    certainty: wanted.peer.certainty,
    credential: wanted.credential,
    service: credential.service,
    environment: credential.environment,
    use: wanted.use,
    purpose: wanted.purpose,
    reason,
    dies,
    choices: choicesOf(decision),
    whileSeconds,
    cwd: wanted.cwd,
  });
  const pattern = patternOf(wanted.use);
  if (pattern === undefined) return refused("there is nothing to use", "name a command or a request");
  const seconds = secondsOf(answer, terms.ttlSeconds);
  if (seconds === undefined) return declined(inner, query, answer);
  const grant = book.add({
    agent: query.agent,
    session: query.session,
    credential: query.credential,
    pattern,
    purpose: wanted.purpose,
    expires: ports.clock.now() + seconds * 1000,
    usesLeft: answer.kind === "once" ? 1 : Number.POSITIVE_INFINITY,
  });
  recordUse(ports.audit, wanted, { action: "grant", outcome: "allowed", reason: `a human said ${answer.kind}` });
  // Who asked the same while the question stood has the one answer; a single use is the first one's.
  const spent = book.spend(query);
  return spent === undefined
    ? refused("the one use that was allowed is spent", "ask again")
    : granted(inner, wanted, { ...spent, id: grant.id }, credential.service);
}

/** One use for what destroys and where each use is asked about; longer only as far as the policy's terms go. */
function choicesOf({ dies, terms }: Asking["decision"]): readonly AskChoice[] {
  if (dies !== undefined || terms.approve === "each-use") return ["once"];
  return terms.ttlSeconds > aWhile ? ["once", "a-while", "session"] : ["once", "a-while"];
}

async function granted(
  { ports }: Inner,
  { credential }: Wanted,
  grant: Grant | undefined,
  service: string,
): Promise<Permission> {
  const value = await ports.vault.get(credential);
  return value === undefined ? missing(credential) : { kind: "granted", grant, value, service };
}

/** What cannot be recorded, or fails on the way, is refused. */
async function recorded(inner: Inner, wanted: Wanted, work: () => Promise<Permission>): Promise<Permission> {
  let permission: Permission;
  try {
    permission = await work();
  } catch (error) {
    const isExpected = error instanceof LeastkeyError;
    permission = isExpected ? refused(error.message, error.hint) : refused("the broker failed", messageOf(error));
  }
  try {
    const outcome = permission.kind === "granted" ? "allowed" : "denied";
    if (permission.kind === "granted" && wanted.isRepeat === true) return permission;
    recordUse(inner.ports.audit, wanted, {
      action: "reference.run",
      outcome,
      ...(permission.kind === "refused" ? { reason: permission.reason } : {}),
    });
    return permission;
  } catch (error) {
    return refused("the use could not be recorded, so it is refused", messageOf(error));
  }
}

function revoke({ ports, book }: Inner, which: ((grant: Grant) => boolean) | undefined, why: string): readonly Grant[] {
  const ended = book.revoke(which);
  for (const grant of ended) recordEnd(ports.audit, grant, why);
  return ended;
}
