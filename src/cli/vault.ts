import { agents } from "../agents/index.ts";
import { LeastkeyError } from "../core/errors.ts";
import { agentMark } from "../guard/references.ts";
import type { EmbeddedVault } from "../vaults/embedded.ts";
import type { Vault } from "../vaults/vault.ts";
import type { CliContext } from "./context.ts";

/** The embedded vault, not yet unlocked: it asks for its key when it is first read. */
export async function openVault(context: CliContext): Promise<EmbeddedVault> {
  const { embeddedVault } = await import("../platform/embedded-vault.ts");
  const { files, clock } = await context.ports();
  return embeddedVault({ home: context.home, files, clock, env: context.env });
}

/** The vault as this session may use it: its environment, and an agent's passport. `argv`: what will hold the values. */
export async function openSessionVault(context: CliContext, argv?: readonly string[]): Promise<Vault> {
  const [{ vaultForSession }, { loadCedar }, { files }] = await Promise.all([
    import("../guard/session-use.ts"),
    import("../platform/cedar.ts"),
    context.ports(),
  ]);
  const agent = agents.find(({ marks }) => agentMark(context.env, marks) !== undefined)?.id;
  const use = { cwd: process.cwd(), agent, ...(argv === undefined ? {} : { argv }) };
  const cedar = () => loadCedar(context.programs);
  return vaultForSession(await openVault(context), use, { files, home: context.home, cedar });
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
