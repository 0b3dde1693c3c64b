import type { Clock } from "../core/ports.ts";
import type { CredentialUse } from "../policy/request.ts";
import { covers, isOpen, type Pattern } from "./pattern.ts";

/** One agent's permission to use one credential. */
export interface Grant {
  readonly id: string;
  readonly agent: string;
  /** The agent's process, told apart from a later one with the same number; or its connection. */
  readonly session: string;
  readonly credential: string;
  readonly pattern: Pattern;
  readonly purpose: string | undefined;
  readonly expires: number; // ms since 1970
  readonly usesLeft: number; // Infinity: as often as it likes
}

export interface GrantQuery {
  readonly agent: string;
  readonly session: string;
  readonly credential: string;
  readonly use: CredentialUse;
  /** It destroys: only a grant for this very use counts. */
  readonly exactly: boolean;
}

/** What is granted and what was refused, in memory alone: it ends with the broker. */
export interface GrantBook {
  /** Takes one use off the grant that covers it; undefined: none does. */
  spend(query: GrantQuery): Grant | undefined;
  add(grant: Omit<Grant, "id">): Grant;
  /** Remembered until `until`: nobody is asked again before. */
  refuse(query: GrantQuery, until: number): void;
  isRefused(query: GrantQuery): boolean;
  list(): readonly Grant[];
  /** The grants that ended by it. Without a test: all, refusals too. */
  revoke(which?: (grant: Grant) => boolean): readonly Grant[];
}

/** More refusals than this are a loop; the oldest is forgotten, and asking is rate-limited besides. */
const maxRefusals = 1_000;

export function createGrantBook(clock: Clock, newId: () => string): GrantBook {
  let grants: readonly Grant[] = [];
  const refusals = new Map<string, number>();
  const alive = (): readonly Grant[] => {
    const now = clock.now();
    grants = grants.filter(({ expires, usesLeft }) => expires > now && usesLeft > 0);
    return grants;
  };
  return {
    spend: (query) => {
      const found = alive().find((grant) => isFor(grant, query));
      if (found === undefined) return undefined;
      const spent = { ...found, usesLeft: found.usesLeft - 1 };
      grants = grants.map((grant) => (grant === found ? spent : grant));
      return spent;
    },
    add: (wanted) => {
      const grant = { ...wanted, id: newId() };
      grants = [...alive(), grant];
      return grant;
    },
    refuse: (query, until) => {
      refusals.set(keyOf(query), until);
      if (refusals.size <= maxRefusals) return;
      for (const key of refusals.keys()) {
        refusals.delete(key);
        break;
      }
    },
    isRefused: (query) => (refusals.get(keyOf(query)) ?? 0) > clock.now(),
    list: alive,
    revoke: (which) => {
      const ended = alive().filter((grant) => which?.(grant) ?? true);
      grants = grants.filter((grant) => !ended.includes(grant));
      if (which === undefined) refusals.clear();
      return ended;
    },
  };
}

function isFor(grant: Grant, { agent, session, credential, use, exactly }: GrantQuery): boolean {
  const isTheirs = grant.agent === agent && grant.session === session && grant.credential === credential;
  return isTheirs && !(exactly && isOpen(grant.pattern)) && covers(grant.pattern, use);
}

/** Two askings with one key are the same question. */
export function keyOf({ agent, session, credential, use }: Omit<GrantQuery, "exactly">): string {
  const what =
    use.kind === "http" ? [use.method, use.host, use.path.replace(/[?#].*$/s, ""), ...(use.account ?? [])] : use;
  return JSON.stringify([agent, session, credential, what]);
}
