import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
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
    policy: policyReader(files, context.home, () => loadCedar(context.programs)),
    environment: () => Promise.resolve("unknown"),
    newId: randomUUID,
  };
}

/** The folder above that holds the project: the nearest with a repository or a policy; else the folder itself. */
export function projectRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git")) || existsSync(join(folder, ".leastkey"))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
