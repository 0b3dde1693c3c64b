import { randomUUID } from "node:crypto";
import type { AuditEvent } from "../../src/audit/event.ts";
import type { Asker } from "../../src/broker/asker.ts";
import { nobodyToAsk } from "../../src/broker/asker.ts";
import { type Broker, createBroker } from "../../src/broker/broker.ts";
import type { Peer } from "../../src/broker/permission.ts";
import type { Environment } from "../../src/core/finding.ts";
import type { Clock } from "../../src/core/ports.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Vault } from "../../src/vaults/vault.ts";
import { policyOf } from "../policy/engine.ts";

export interface TestBroker {
  readonly broker: Broker;
  readonly events: AuditEvent[];
  readonly vault: Vault;
  /** Moves the clock on. */
  readonly pass: (ms: number) => void;
}

export const peer: Peer = { agent: "claude-code", certainty: "confirmed", session: "41@7", root: undefined };

/** A broker with the real policy engine; its vault (fake) and clock (fake) are in memory, its trail is a list. */
export async function testBroker(
  policy: string,
  values: Readonly<Record<string, string>>,
  ask: Asker = nobodyToAsk,
  environment: Environment = "unknown",
): Promise<TestBroker> {
  const loaded = await policyOf({ user: policy });
  const events: AuditEvent[] = [];
  let now = 1_000_000;
  const clock: Clock = { now: () => now };
  const vault: Vault = {
    id: "memory",
    title: "memory (fake)",
    resolves: (reference) => values[reference] !== undefined,
    referenceFor: () => {
      throw new Error("read-only");
    },
    get: (reference) => Promise.resolve(values[reference] === undefined ? undefined : Secret.of(values[reference])),
    set: () => Promise.reject(new Error("read-only")),
    remove: () => Promise.resolve(false),
    list: () =>
      Promise.resolve(Object.keys(values).map((reference) => ({ reference, updated: "2026-11-24T00:00:00Z" }))),
  };
  const broker = createBroker({
    clock,
    audit: { append: (event) => ({ sequence: events.push(event), hash: "" }) },
    vault,
    policy: () => Promise.resolve(loaded),
    environment: () => Promise.resolve(environment),
    ask,
    newId: randomUUID,
  });
  return { broker, events, vault, pass: (ms) => (now += ms) };
}
