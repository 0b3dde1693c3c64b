import { randomUUID } from "node:crypto";
import type { Asker } from "../broker/asker.ts";
import type { BrokerPorts } from "../broker/permission.ts";
import { policyReader } from "../broker/policy-reader.ts";
import { loadCedar } from "../platform/cedar.ts";
import type { Vault } from "../vaults/vault.ts";
import type { CliContext } from "./context.ts";

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
