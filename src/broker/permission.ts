import type { AuditLog } from "../audit/event.ts";
import type { Environment } from "../core/finding.ts";
import type { Clock } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";
import type { LoadedPolicy } from "../policy/decide.ts";
import type { Caller, CredentialLabels, CredentialUse } from "../policy/request.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Answer, Asker } from "./asker.ts";
import type { Grant, GrantBook, GrantQuery } from "./grants.ts";
import type { Pattern } from "./pattern.ts";
import type { QuestionQueue } from "./question-queue.ts";

export interface BrokerPorts {
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly vault: Vault;
  /** The policy that holds in a folder; read again for each decision where its files changed. */
  readonly policy: (root: string | undefined) => Promise<LoadedPolicy>;
  /** The environment of a session in a folder. */
  readonly environment: (root: string | undefined) => Promise<Environment>;
  readonly ask: Asker;
  readonly newId: () => string;
}

/** Who asks, before the policy says in which environment. */
export interface Peer {
  readonly agent: string;
  readonly certainty: Caller["certainty"];
  /** Grants belong to it. */
  readonly session: string;
  /** The workspace it works in; real path. */
  readonly root: string | undefined;
}

export interface Wanted {
  readonly peer: Peer;
  readonly credential: string; // reference
  readonly use: CredentialUse;
  readonly purpose?: string | undefined;
  readonly cwd?: string | undefined;
  /** The same use was recorded before; what is allowed is then counted by who asks, and not recorded each time. */
  readonly isRepeat?: boolean;
}

export type Permission =
  | { readonly kind: "granted"; readonly grant: Grant | undefined; readonly value: Secret; readonly service: string }
  | Refused;
export interface Refused {
  readonly kind: "refused";
  readonly reason: string;
  readonly hint: string;
}

export interface Access {
  readonly peer: Peer;
  readonly credential: string;
  readonly pattern: Pattern;
  readonly purpose: string;
  readonly ttlSeconds: number;
}

export interface ListedCredential extends CredentialLabels {
  /** What listing it says at once: whether a read would be asked about. */
  readonly updated: string;
}

/** What "a while" is at most, in seconds. */
export const aWhile = 900;
const notNowMs = 60_000;
const neverMs = 12 * 3600_000;

export interface Inner {
  readonly ports: BrokerPorts;
  readonly book: GrantBook;
  readonly queue: QuestionQueue;
}

export async function callerOf({ ports }: Inner, { agent, certainty, session, root }: Peer): Promise<Caller> {
  return { agent, certainty, session, environment: await ports.environment(root) };
}

export function secondsOf(answer: Answer, ttlSeconds: number): number | undefined {
  switch (answer.kind) {
    case "once":
    case "a-while":
      return Math.min(aWhile, ttlSeconds);
    case "session":
      return ttlSeconds;
    case "never":
    case "not-now":
    case "nobody":
      return undefined;
  }
}

export function declined({ ports, book }: Inner, query: GrantQuery, answer: Answer): Refused {
  if (answer.kind === "nobody") return refused("a human has to allow this, and nobody can be asked here", answer.hint);
  const isFinal = answer.kind === "never";
  book.refuse(query, ports.clock.now() + (isFinal ? neverMs : notNowMs));
  return isFinal
    ? refused("the user has refused this for the session", "do not ask again; go on without it")
    : refused("the user has not allowed this", "tell the user what it is for, and ask again in a minute");
}

export const missing = (reference: string): Refused =>
  refused(`the vault holds nothing for ${reference}`, "list the names with list_credentials");
export const refused = (reason: string, hint: string): Refused => ({ kind: "refused", reason, hint });
export const queryOf = ({ peer, credential, use }: Wanted): Omit<GrantQuery, "exactly"> => ({
  agent: peer.agent,
  session: peer.session,
  credential,
  use,
});
