import { randomUUID } from "node:crypto";
import { agents } from "../agents/index.ts";
import type { Asker } from "../broker/asker.ts";
import type { Broker } from "../broker/broker.ts";
import { type BrokerServer, serveBroker } from "../broker/broker-server.ts";
import { type MadeCredentials, madeCredentials } from "../broker/made-credentials.ts";
import type { BrokerPorts } from "../broker/permission.ts";
import { policyReader } from "../broker/policy-reader.ts";
import type { Upstream } from "../broker/upstream.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { loadCedar } from "../platform/cedar.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { CliContext } from "./context.ts";
import { openVaults } from "./vault.ts";

/** A broker's ports for the command line. */
export async function brokerPorts(context: CliContext, vault: Vault, ask: Asker): Promise<BrokerPorts> {
  const { files, audit, clock } = await context.ports();
  return {
    clock,
    audit,
    vault,
    ask,
    ...policyReader(files, context.home, () => loadCedar(context.programs)),
    newId: randomUUID,
  };
}

/** What vaults elsewhere make for this broker's uses, each given back with its grant. */
export async function madeHere(context: CliContext, vaults: Vaults, embedded: Vault): Promise<MadeCredentials> {
  const { audit, clock } = await context.ports();
  return madeCredentials({ vaults, again: () => openVaults(context, { embedded }), audit, clock });
}

export interface Served {
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly vault: Vault;
  /** The one folder whose agents are answered. */
  readonly root: string;
}

/** Answers agents on the private socket, until it is closed. */
export async function serveAgents(context: CliContext, { root, ...served }: Served): Promise<BrokerServer> {
  const { files } = await context.ports();
  return serveBroker({
    ...served,
    home: context.home,
    env: context.env,
    marks: agents.map(({ id, marks }) => ({ agent: id, marks })),
    roots: () => [root],
    rootOf: (folder) => policyRootOf(folder, files),
  });
}
