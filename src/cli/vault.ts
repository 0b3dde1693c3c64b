import { agents } from "../agents/index.ts";
import { LeastkeyError } from "../core/errors.ts";
import { agentMark } from "../guard/references.ts";
import type { BackendFacts, Limits } from "../vaults/backend.ts";
import type { EmbeddedVault } from "../vaults/embedded.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { CliContext } from "./context.ts";

/** The embedded vault, not yet unlocked: it asks for its key when it is first read. */
export async function openVault(context: CliContext): Promise<EmbeddedVault> {
  const { embeddedVault } = await import("../platform/embedded-vault.ts");
  const { files, clock } = await context.ports();
  return embeddedVault({ home: context.home, files, clock, env: context.env });
}

/** Every vault of this user behind one: each reference's own form says which is asked. */
export async function openVaults(
  context: CliContext,
  { limits, embedded }: { readonly limits?: Limits; readonly embedded?: Vault } = {},
): Promise<Vaults> {
  const { allVaults } = await import("../platform/all-vaults.ts");
  const { files, clock, audit } = await context.ports();
  const own = embedded ?? (await openVault(context));
  const wiring = { home: context.home, files, clock, audit, env: context.env, embedded: own };
  return allVaults({ ...wiring, ...(limits === undefined ? {} : { limits }) });
}

/** Where moved values go unless another is named. */
export async function defaultVault(context: CliContext): Promise<string> {
  const { files } = await context.ports();
  if (files.stat(context.home.vaults) === undefined) return "embedded";
  return (await import("../vaults/settings.ts")).readVaultsFile(context.home.vaults, files).use ?? "embedded";
}

/** The same as this session may use them: its environment, and an agent's passport. `argv`: what will hold the values. */
export async function openSessionVaults(
  context: CliContext,
  { argv, limits }: { readonly argv?: readonly string[]; readonly limits?: Limits } = {},
): Promise<Vaults> {
  const [{ vaultForSession }, { loadCedar }, { files }] = await Promise.all([
    import("../guard/session-use.ts"),
    import("../platform/cedar.ts"),
    context.ports(),
  ]);
  const agent = agents.find(({ marks }) => agentMark(context.env, marks) !== undefined)?.id;
  const use = { cwd: process.cwd(), agent, ...(argv === undefined ? {} : { argv }) };
  const cedar = () => loadCedar(context.programs);
  return vaultForSession(await openVaults(context, limits === undefined ? {} : { limits }), use, {
    files,
    home: context.home,
    cedar,
  });
}

/** A reference of a vault that this user never said to use. */
export function notUsed({ id, title }: BackendFacts): LeastkeyError {
  return new LeastkeyError(
    "vault.locked",
    `this is a reference of ${title}, which is not configured`,
    `say how to reach it: leastkey vault add ${id}`,
  );
}

/**
 * Commands that print values are for people. An agent's mark in the environment refuses them; the mark can be cleared
 * by an agent that means to, so this is a fence and not a boundary.
 */
export function refuseAgents(context: CliContext, command: string, does = "prints values"): void {
  const mark = markIn(context);
  if (mark === undefined) return;
  throw new LeastkeyError(
    "consent",
    `leastkey ${command} ${does}, and this shell was started by a coding agent (${mark.split("=")[0] ?? mark})`,
    "use the credential without seeing it: leastkey run -- COMMAND",
  );
}

/** Whether an agent's mark stands in the environment. */
export function isAgentShell(context: CliContext): boolean {
  return markIn(context) !== undefined;
}

function markIn({ env }: CliContext): string | undefined {
  return agentMark(
    env,
    agents.flatMap((agent) => agent.marks),
  );
}
