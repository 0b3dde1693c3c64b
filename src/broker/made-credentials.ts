import type { AuditLog } from "../audit/event.ts";
import type { Clock } from "../core/ports.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { Broker } from "./broker.ts";

/** A request that carries the credential is over by then; commands tell when they end. */
const graceMs = 60_000;
const lookMs = 5_000;

export interface MadeOptions {
  readonly vaults: Vaults;
  /** The same vaults once more, with nothing made yet. */
  readonly again: () => Promise<Vaults>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export interface MadeCredentials {
  /** What the broker reads from. */
  readonly vault: Vault;
  /** The broker, watched for what is in use. */
  watch(broker: Broker): Broker;
  /** Gives back whatever no grant and no use holds any more. */
  look(): Promise<void>;
  close(): Promise<void>;
}

interface Made {
  readonly reference: string;
  readonly vaults: Promise<Vaults>;
  running: number;
  last: number;
}

/**
 * Credentials that a vault elsewhere makes for the uses of a broker. Each lives as long as its grant: when that has
 * expired or was revoked, and no command holds it, it is given back, and the next use gets another one.
 */
export function madeCredentials(options: MadeOptions): MadeCredentials {
  const { vaults, audit } = options;
  let watched: Broker | undefined;
  const held = (): ReadonlySet<string> => new Set(watched?.grants().map(({ credential }) => pathOf(credential)));
  const shelf = openShelf(options, held);
  return {
    vault: {
      ...vaults,
      get: async (reference) => {
        if (!(await vaults.makes(reference))) return vaults.get(reference);
        const opened = await shelf.take(reference);
        const before = opened.leases().length;
        const value = await opened.get(reference);
        if (opened.leases().length > before)
          audit.append({ action: "lease.mint", outcome: "done", attribution: "unknown", credentials: [reference] });
        return value;
      },
    },
    watch: (broker) => {
      watched = broker;
      return watchedBy(broker, shelf);
    },
    look: () => shelf.look(),
    close: () => shelf.close(),
  };
}

function watchedBy(broker: Broker, shelf: Shelf): Broker {
  return {
    ...broker,
    permit: async (wanted) => {
      const permission = await broker.permit(wanted);
      if (permission.kind === "granted" && wanted.use.kind === "command") shelf.started(wanted.credential);
      return permission;
    },
    finished: (wanted, end) => {
      broker.finished(wanted, end);
      if (wanted.use.kind === "command") shelf.ended(wanted.credential);
    },
    revoke: (which, why) => {
      const ended = broker.revoke(which, why);
      void shelf.look();
      return ended;
    },
  };
}

/** What was made and not given back yet. */
interface Shelf {
  take(reference: string): Promise<Vaults>;
  started(reference: string): void;
  ended(reference: string): void;
  look(): Promise<void>;
  close(): Promise<void>;
}

/** A login has two parts (its name, its password), so what is counted is the path without the key. */
function openShelf({ again, audit, clock }: MadeOptions, held: () => ReadonlySet<string>): Shelf {
  const made = new Map<string, Made>();
  const ending = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const end = async ({ reference, vaults }: Made): Promise<void> => {
    const opened = await vaults.catch(() => undefined);
    if (opened === undefined || opened.leases().length === 0) return;
    const left = await opened.end();
    const how = left.length === 0 ? ({ outcome: "done" } as const) : ({ outcome: "failed", reason: byItself } as const);
    audit.append({ action: "lease.revoke", attribution: "unknown", credentials: [reference], ...how });
  };
  const giveBack = (path: string, one: Made): void => {
    made.delete(path); // the next use gets another one, while this one ends
    const ended = end(one).finally(() => ending.delete(ended));
    ending.add(ended);
  };
  const look = async (): Promise<void> => {
    const grants = held();
    for (const [path, one] of made) {
      if (!grants.has(path) && one.running === 0 && clock.now() - one.last >= graceMs) giveBack(path, one);
    }
    if (made.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    await Promise.all(ending);
  };
  return {
    take: (reference) => {
      const path = pathOf(reference);
      const one = made.get(path) ?? { reference, vaults: again(), running: 0, last: 0 };
      made.set(path, one);
      one.last = clock.now();
      timer ??= setInterval(() => void look(), lookMs).unref();
      return one.vaults;
    },
    started: (reference) => {
      const one = made.get(pathOf(reference));
      if (one !== undefined) one.running++;
    },
    ended: (reference) => {
      const one = made.get(pathOf(reference));
      if (one === undefined) return;
      one.running--;
      one.last = 0; // the command is over: nothing holds it but a grant
      void look();
    },
    look,
    close: async () => {
      clearInterval(timer);
      for (const [path, one] of made) giveBack(path, one);
      await Promise.all(ending);
    },
  };
}

const byItself = "it could not be taken back and ends by its own time";

const pathOf = (reference: string): string => reference.split("#", 1)[0] ?? reference;
