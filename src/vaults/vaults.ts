import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { BackendFacts, BackendPorts, Lease, Limits, RemoteVault, VaultSettings } from "./backend.ts";
import { backendOf, backends, factsOf } from "./backends.ts";
import { type Opened, observed } from "./observed.ts";
import { isOurReference } from "./reference.ts";
import type { Vault } from "./vault.ts";

export interface VaultsOptions {
  readonly embedded: Vault;
  readonly settings: VaultSettings;
  readonly ports: BackendPorts;
  readonly limits?: Limits;
  /** Told once for each vault elsewhere that was asked: whether it let this user in. */
  readonly onOpened?: (facts: BackendFacts, opened: Opened) => void;
}

/** All vaults of this user behind one: a reference's own form says which is asked. */
export interface Vaults extends Vault {
  /** The vault of that kind, "embedded" included; throws when there is none. */
  at(id: string): Promise<Vault | RemoteVault>;
  remote(id: string): Promise<RemoteVault>;
  /**
   * Whether there is something to read, without making anything; undefined: that cannot be told before it is used.
   * Throws as `get` does.
   */
  has(reference: string): Promise<boolean | undefined>;
  /** Whether reading this makes a credential for the reader. */
  makes(reference: string): Promise<boolean>;
  /** Those that are configured, or present by their variables. */
  usable(): readonly BackendFacts[];
  /** Variables that opened a vault which was asked: the child must not have them. */
  withheld(): readonly string[];
  leases(): readonly Lease[];
  /** Gives back what was made; the references of what ends by its own time only. Never throws. */
  end(): Promise<readonly string[]>;
}

export function openVaults(options: VaultsOptions): Vaults {
  const { embedded, ports, settings } = options;
  const opened = new Map<string, Promise<RemoteVault>>();
  const isUsable = ({ id, presence }: BackendFacts): boolean =>
    Object.hasOwn(settings, id) || presence.some((name) => (ports.env[name] ?? "") !== "");
  const remote = (facts: BackendFacts): Promise<RemoteVault> => {
    const known = opened.get(facts.id) ?? load(facts, options);
    opened.set(facts.id, known);
    return known;
  };
  const vaultFor = (reference: string): Promise<Vault> => {
    const facts = isOurReference(reference) ? undefined : backendOf(reference);
    return facts === undefined ? Promise.resolve(embedded) : remote(facts);
  };
  const makes = async (reference: string): Promise<boolean> => {
    const facts = isOurReference(reference) ? undefined : backendOf(reference);
    return facts !== undefined && (await remote(facts)).makes(reference);
  };
  const all = async (): Promise<readonly RemoteVault[]> => {
    const settled = await Promise.allSettled(opened.values());
    return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  };
  let known: readonly Lease[] = [];
  return {
    id: "all",
    title: "vault",
    resolves: (reference) => {
      if (isOurReference(reference)) return true;
      const facts = backendOf(reference);
      return facts !== undefined && isUsable(facts);
    },
    referenceFor: (parts) => embedded.referenceFor(parts),
    get: async (reference): Promise<Secret | undefined> => {
      const value = await (await vaultFor(reference)).get(reference);
      known = (await all()).flatMap((one) => one.leases());
      return value;
    },
    makes,
    has: async (reference) => {
      if (await makes(reference)) return undefined;
      return (await (await vaultFor(reference)).get(reference)) !== undefined;
    },
    set: async (reference, value, how) => (await vaultFor(reference)).set(reference, value, how),
    remove: async (reference) => (await vaultFor(reference)).remove(reference),
    list: () => embedded.list(),
    at: (id) => (id === "embedded" ? Promise.resolve(embedded) : remote(factsOf(id))),
    remote: (id) => remote(factsOf(id)),
    usable: () => backends.filter(isUsable),
    withheld: () => backends.filter(({ id }) => opened.has(id)).flatMap(({ withheld }) => withheld),
    leases: () => known,
    end: async () => {
      const left: string[] = [];
      for (const vault of await all()) {
        const kept = await vault.end().catch(() => vault.leases().map(({ reference }) => reference));
        left.push(...kept);
      }
      return left;
    },
  };
}

/** The code of a backend, with its settings read when they are asked for. */
async function load(
  facts: BackendFacts,
  { embedded, settings, ports, limits = {}, onOpened }: VaultsOptions,
): Promise<RemoteVault> {
  const given = settings[facts.id] ?? {};
  const setting = (key: string): string | undefined => {
    const own = given[key];
    if (own !== undefined && own !== "") return own;
    const names = facts.settings.find((one) => one.key === key)?.env ?? [];
    return names.map((name) => ports.env[name]).find((value) => value !== undefined && value !== "");
  };
  const secret = async (key: string): Promise<Secret | undefined> => {
    const text = setting(key);
    if (text === undefined) return undefined;
    if (!isOurReference(text)) return Secret.of(text);
    const value = await embedded.get(text);
    if (value !== undefined) return value;
    throw new LeastkeyError(
      "vault.missing",
      `the embedded vault holds nothing for ${text}, which opens ${facts.title}`,
      `store it: leastkey vault set ${text}`,
    );
  };
  for (const { key, title, isRequired } of facts.settings) {
    if (isRequired === true && setting(key) === undefined) {
      throw new LeastkeyError(
        "vault.locked",
        `${facts.title} is not configured: its ${title} is missing`,
        `run: leastkey vault add ${facts.id}`,
      );
    }
  }
  const { open } = await facts.load();
  return observed(open({ facts, ports, setting, secret, limits }), (opened) => onOpened?.(facts, opened));
}
