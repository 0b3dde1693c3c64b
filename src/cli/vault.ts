import { agents } from "../agents/index.ts";
import { LeastkeyError } from "../core/errors.ts";
import { agentMark, type RemoteVaults } from "../guard/references.ts";
import type { EmbeddedVault } from "../vaults/embedded.ts";
import type { CliContext } from "./context.ts";

/** The embedded vault, not yet unlocked: it asks for its key when it is first read. */
export async function openVault(context: CliContext): Promise<EmbeddedVault> {
  const { embeddedVault } = await import("../platform/embedded-vault.ts");
  const { files, clock } = await context.ports();
  return embeddedVault({ home: context.home, files, clock, env: context.env });
}

/** The vaults of others whose references are resolved here; what they need is loaded when one of them is asked. */
export async function openRemoteVaults(context: CliContext): Promise<RemoteVaults> {
  const [{ remoteVaults }, { httpClient }, { vaultPrograms }, { homedir }] = await Promise.all([
    import("../vaults/index.ts"),
    import("../platform/http-client.ts"),
    import("../platform/vault-programs.ts"),
    import("node:os"),
  ]);
  const { files } = await context.ports();
  const world = { env: context.env, userHome: homedir(), files, http: httpClient, programs: vaultPrograms };
  return { vaults: remoteVaults, world };
}

/**
 * Commands that print values are for people. An agent's mark in the environment refuses them; the mark can be cleared
 * by an agent that means to, so this is a fence and not a boundary.
 */
export function refuseAgents(context: CliContext, command: string): void {
  const mark = agentMark(
    context.env,
    agents.flatMap((agent) => agent.marks),
  );
  if (mark === undefined) return;
  throw new LeastkeyError(
    "consent",
    `leastkey ${command} prints values, and this shell was started by a coding agent (${mark.split("=")[0] ?? mark})`,
    "use the credential without seeing it: leastkey run -- COMMAND",
  );
}
