import type { Command } from "commander";
import { LeastkeyError } from "../../core/errors.ts";
import type { BackendFacts, VaultSettings } from "../../vaults/backend.ts";
import { vaultInText } from "../../vaults/vault.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { defaultVault, notUsed, openVaults, refuseAgents } from "../vault.ts";

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
}

const tested = { server: "tested against the real server", documentation: "tested against its documentation" } as const;

/** The vaults elsewhere: which there are, which this user has, and whether they answer. */
export function addRemotes(vault: Command, context: CliContext): void {
  const act = (work: () => Promise<ExitCode>) => async (): Promise<void> => {
    process.exitCode = await conclude(context, work);
  };
  const kinds = vault.command("kinds").description("Every vault that references may name, with the settings of each.");
  kinds.option("--json", "for programs").action((options: Options) => act(() => showKinds(context, options))());
  vault
    .command("add <kind> [settings...]")
    .description(
      "Says how to reach a vault elsewhere, as KEY=VALUE; what opens it is named by a leastkey:// reference.",
    )
    .option("--yes", "replace the settings that are there")
    .action((kind: string, settings: readonly string[], options: Options) =>
      act(() => add(context, { kind, settings, options }))(),
    );
  vault
    .command("login <kind>")
    .description("Logs in by the browser (OIDC of OpenBao or Vault); the token is kept in the embedded vault.")
    .action((kind: string) => act(() => login(context, kind))());
  vault
    .command("use <kind>")
    .description(
      "Moved values go to this vault from now on, unless move --to names another; 'embedded' is the own one.",
    )
    .action((kind: string) => act(() => use(context, kind))());
  vault
    .command("forget <kind>")
    .description("Forgets how to reach it; what it holds stays there.")
    .action((kind: string) => act(() => forget(context, kind))());
  vault
    .command("test [kind]")
    .description("Asks a vault whether it answers, and which rights are missing; all that are used without a name.")
    .option("--json", "for programs")
    .action((kind: string | undefined, options: Options) => act(() => test(context, kind, options))());
}

async function showKinds(context: CliContext, options: Options): Promise<ExitCode> {
  const [{ backends }, vaults, chosen] = await Promise.all([
    import("../../vaults/backends.ts"),
    openVaults(context),
    defaultVault(context),
  ]);
  const used = new Set(vaults.usable().map(({ id }) => id));
  const rows = backends.map(({ id, title, schemes, testedAgainst, settings }) => ({
    id,
    title,
    schemes,
    testedAgainst,
    isUsed: used.has(id),
    isDefault: id === chosen,
    settings: settings.map(({ key, title: what, env }) => ({ key, title: what, env })),
  }));
  if (options.json === true) {
    context.output.json({ version: 1, vaults: rows });
    return exitCodes.fine;
  }
  for (const row of rows) {
    const mark = row.isDefault ? "move" : row.isUsed ? "used" : "    ";
    context.output.result(
      `${mark}  ${row.id.padEnd(12)} ${row.title}: ${row.schemes.join(", ")} (${tested[row.testedAgainst]})`,
    );
    const keys = row.settings.map(({ key }) => key).join(", ");
    if (keys !== "") context.output.result(`        settings: ${keys}`);
  }
  return exitCodes.fine;
}

interface Adding {
  readonly kind: string;
  readonly settings: readonly string[];
  readonly options: Options;
}

async function add(context: CliContext, { kind, settings, options }: Adding): Promise<ExitCode> {
  const [{ checked }, { factsOf }] = await Promise.all([
    import("../../vaults/settings.ts"),
    import("../../vaults/backends.ts"),
  ]);
  const facts = factsOf(kind);
  const given = Object.fromEntries(settings.map(pairOf));
  checked(facts, given);
  const known = await readSettings(context);
  if (Object.hasOwn(known, kind)) await requireConsent(`Replace the settings of ${facts.title}?`, options.yes);
  await writeSettings(context, { ...known, [kind]: given });
  context.output.talk(
    `${facts.title} is configured; references that begin with ${facts.schemes.join(" or ")} are resolved`,
  );
  return report(context, facts);
}

/** The text is not repeated: somebody may have typed a value. */
function pairOf(text: string): readonly [string, string] {
  const [, key, value] = /^([a-z-]+)=(.+)$/s.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [key, value];
  throw new LeastkeyError(
    "usage",
    "a setting is not written as KEY=VALUE",
    "see the settings with: leastkey vault kinds",
  );
}

async function login(context: CliContext, kind: string): Promise<ExitCode> {
  refuseAgents(context, "vault login", "logs a human in");
  const { logInByBrowser } = await import("../browser-login.ts");
  const facts = await logInByBrowser(context, kind);
  context.output.talk(`logged in to ${facts.title}; the token is in the embedded vault`);
  return report(context, facts);
}

async function use(context: CliContext, kind: string): Promise<ExitCode> {
  const { useVault } = await import("../../vaults/settings.ts");
  const vaults = await openVaults(context);
  if (kind !== "embedded") {
    const { factsOf } = await import("../../vaults/backends.ts");
    const facts = factsOf(kind);
    if (!vaults.usable().some(({ id }) => id === kind)) throw notUsed(facts);
  }
  useVault(context.home.vaults, (await context.ports()).files, kind);
  context.output.talk(`moved values go to ${vaultInText(await vaults.at(kind))} from now on`);
  return exitCodes.fine;
}

async function forget(context: CliContext, kind: string): Promise<ExitCode> {
  const known = await readSettings(context);
  if (!Object.hasOwn(known, kind)) {
    throw new LeastkeyError(
      "not-found",
      "there are no settings of that vault",
      "see which are used with: leastkey vault kinds",
    );
  }
  await writeSettings(context, Object.fromEntries(Object.entries(known).filter(([id]) => id !== kind)));
  context.output.talk("forgotten; what it holds stays there");
  return exitCodes.fine;
}

async function test(context: CliContext, kind: string | undefined, options: Options): Promise<ExitCode> {
  const vaults = await openVaults(context);
  const { factsOf } = await import("../../vaults/backends.ts");
  const asked = kind === undefined ? vaults.usable() : [factsOf(kind)];
  if (asked.length === 0) {
    context.output.talk("no vault elsewhere is used; see which there are with: leastkey vault kinds");
    return exitCodes.fine;
  }
  if (options.json === true) {
    const checks = await Promise.all(
      asked.map(async ({ id }) => ({ id, ...(await (await vaults.remote(id)).check()) })),
    );
    context.output.json({ version: 1, vaults: checks });
    return checks.some(({ lacks }) => lacks.length > 0) ? exitCodes.found : exitCodes.fine;
  }
  let code: ExitCode = exitCodes.fine;
  for (const facts of asked) code = Math.max(code, await report(context, facts)) === 0 ? code : exitCodes.found;
  return code;
}

async function report(context: CliContext, facts: BackendFacts): Promise<ExitCode> {
  const { may, lacks } = await (await (await openVaults(context)).remote(facts.id)).check();
  context.output.result(`${facts.title}: answers; may ${may.join(", ")}`);
  for (const one of lacks) context.output.result(`  lacks ${one}`);
  return lacks.length > 0 ? exitCodes.found : exitCodes.fine;
}

async function readSettings(context: CliContext): Promise<VaultSettings> {
  const { readVaultSettings } = await import("../../vaults/settings.ts");
  return readVaultSettings(context.home.vaults, (await context.ports()).files);
}

async function writeSettings(context: CliContext, settings: VaultSettings): Promise<void> {
  const { writeVaultSettings } = await import("../../vaults/settings.ts");
  writeVaultSettings(context.home.vaults, (await context.ports()).files, settings);
}
