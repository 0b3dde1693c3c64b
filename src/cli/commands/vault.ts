import type { Command } from "commander";
import { LeastkeyError } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import type { VaultStatus } from "../../vaults/embedded.ts";
import type { KnownFacts, SecretTier } from "../../vaults/tiers.ts";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readAllInput } from "../read-input.ts";
import { openVault, openVaults, refuseAgents } from "../vault.ts";
import { addRemotes } from "./vault-remotes.ts";

interface JsonOption {
  readonly json?: boolean;
}
interface ListOptions extends JsonOption {
  readonly of?: string;
}
interface WriteOptions {
  readonly yes?: boolean;
}

export const addVault: AddCommand = (program: Command, context: CliContext) => {
  const vault = program
    .command("vault")
    .summary(
      "the embedded vault (status, unlock, lock, list, set, rm, export) and those elsewhere (kinds, add, test, forget)",
    )
    .addHelpText(
      "after",
      examples(
        ["leastkey vault status", "where the vault is and how its key is kept"],
        [
          "leastkey vault add openbao address=https://bao.example.com:8200 mount=secret",
          "a vault elsewhere, tested at once",
        ],
        ["leastkey vault list", "the references it holds, never the values"],
        ["leastkey vault set leastkey://shop/staging/mail/api-key", "asks for the value, or reads it from a pipe"],
      ),
    );
  const act = (work: () => Promise<ExitCode>) => async (): Promise<void> => {
    process.exitCode = await conclude(context, work);
  };
  const status = vault.command("status").description("Where the vault is and how its key is kept; unlocks nothing.");
  status.option("--json", "for programs").action((options: JsonOption) => act(() => showStatus(context, options))());
  vault
    .command("unlock")
    .description("Makes the vault at first use, and proves that its key opens it.")
    .action(act(() => unlock(context)));
  vault
    .command("lock")
    .description("Says what is left open: the command line keeps nothing open between two commands.")
    .action(act(() => lock(context)));
  const list = vault.command("list").description("The references it holds, with the date of each; never a value.");
  list
    .option("--json", "for programs")
    .option("--of <kind>", "of a vault elsewhere")
    .action((options: ListOptions) => act(() => showList(context, options))());
  const set = vault.command("set <reference>").description("Stores a value, from a hidden prompt or from a pipe.");
  set
    .option("--yes", "replace what the reference holds now")
    .action((reference: string, options: WriteOptions) => act(() => setItem(context, reference, options))());
  const remove = vault.command("rm <reference>").description("Removes an item; files that hold its reference break.");
  remove
    .option("--yes", "remove without asking")
    .action((reference: string, options: WriteOptions) => act(() => removeItem(context, reference, options))());
  const exported = vault.command("export").description("Prints every reference with its value, as JSON, for people.");
  exported
    .option("--yes", "print without asking")
    .action((options: WriteOptions) => act(() => exportItems(context, options))());
  addRemotes(vault, context);
  for (const command of vault.commands) command.exitOverride();
};

async function showStatus(context: CliContext, options: JsonOption): Promise<ExitCode> {
  const status = (await openVault(context)).status();
  const [{ tierOf }, facts] = await Promise.all([import("../../vaults/tiers.ts"), tierFacts(context)]);
  const tier = tierOf({ ...facts, asksHuman: false, isMade: false });
  if (options.json === true)
    context.output.json({ version: 1, ...status, wrapping: status.wrapping ?? null, tier: tier.tier });
  else context.output.result(describe(status, tier));
  return exitCodes.fine;
}

async function tierFacts(context: CliContext): Promise<KnownFacts> {
  const { files } = await context.ports();
  const [{ policyRootOf }, { workspacePolicy }] = await Promise.all([
    import("../../guard/session-environment.ts"),
    import("../../guard/policy-home.ts"),
  ]);
  const { wrapping } = (await openVault(context)).status();
  const policies = [context.home.policy, `${policyRootOf(process.cwd(), files)}/${workspacePolicy}`];
  return { wrapping, hasPolicy: policies.some((path) => files.stat(path) !== undefined) };
}

function describe(status: VaultStatus, tier: SecretTier): string {
  if (!status.exists) return "no vault yet: the first 'leastkey move' or 'leastkey vault set' makes one";
  const key =
    status.wrapping === "passphrase"
      ? "behind your passphrase"
      : `in the keychain (${status.keychain ?? "not answering now"})`;
  return [
    `embedded vault: ${status.path}`,
    `its key: ${key}`,
    `what it holds: ${tier.title}. ${tier.means}`,
    ...(tier.next === undefined ? [] : [`next: ${tier.next}`]),
  ].join("\n");
}

async function unlock(context: CliContext): Promise<ExitCode> {
  const vault = await openVault(context);
  await vault.unlock();
  const { audit } = await context.ports();
  audit.append({ action: "vault.unlock", outcome: "done", attribution: "unknown" });
  context.output.talk("the vault opens");
  return exitCodes.fine;
}

async function lock(context: CliContext): Promise<ExitCode> {
  const vault = await openVault(context);
  vault.lock();
  context.output.talk("locked: the command line keeps no vault open between two commands");
  if (vault.status().wrapping === "keychain") {
    context.output.hint(
      "the keychain opens it again while you are logged in; a passphrase asks each time (LEASTKEY_KEYCHAIN=off for a new vault)",
    );
  }
  return exitCodes.fine;
}

async function showList(context: CliContext, options: ListOptions): Promise<ExitCode> {
  const items = await (await (await openVaults(context)).at(options.of ?? "embedded")).list();
  const [{ tierOfReference }, facts] = await Promise.all([import("../../vaults/tiers.ts"), tierFacts(context)]);
  const rows = items.map((item) => ({ ...item, tier: tierOfReference(item.reference, facts).tier }));
  if (options.json === true) context.output.json({ version: 1, items: rows });
  else
    for (const { reference, updated, tier } of rows)
      context.output.result(`${updated.slice(0, 10)}  T${String(tier)}  ${reference}`);
  if (items.length === 0) context.output.talk("the vault is empty");
  return exitCodes.fine;
}

async function setItem(context: CliContext, reference: string, options: WriteOptions): Promise<ExitCode> {
  const vault = await openVaults(context);
  const value = await readValue(reference);
  await vault.set(reference, value, { overwrite: options.yes === true });
  const { audit } = await context.ports();
  audit.append({ action: "vault.set", outcome: "done", attribution: "unknown", credentials: [reference] });
  context.output.talk(`stored and read back: ${reference}`);
  return exitCodes.fine;
}

async function readValue(reference: string): Promise<Secret> {
  if (process.stdin.isTTY === true) {
    const { askHidden } = await import("../../platform/prompt.ts");
    return askHidden(`value for ${reference}: `);
  }
  const text = (await readAllInput()).replace(/\r?\n$/, "");
  if (text === "")
    throw new LeastkeyError(
      "usage",
      "there was no value on standard input",
      "pipe the value in, or run it in a terminal",
    );
  return Secret.of(text);
}

async function removeItem(context: CliContext, reference: string, options: WriteOptions): Promise<ExitCode> {
  await requireConsent(`Remove ${reference}? Files that name it will not resolve.`, options.yes);
  const removed = await (await openVaults(context)).remove(reference);
  if (!removed)
    throw new LeastkeyError("vault.missing", `the vault holds nothing for ${reference}`, "see 'leastkey vault list'");
  const { audit } = await context.ports();
  audit.append({ action: "vault.remove", outcome: "done", attribution: "unknown", credentials: [reference] });
  context.output.talk(`removed: ${reference}`);
  return exitCodes.fine;
}

/** The exit door: everything, in clear, for a person who wants to leave. */
async function exportItems(context: CliContext, options: WriteOptions): Promise<ExitCode> {
  refuseAgents(context, "vault export");
  await requireConsent("Print every value in clear?", options.yes);
  const vault = await openVault(context);
  const { audit } = await context.ports();
  const values: Record<string, string> = {};
  for (const { reference } of await vault.list()) {
    const value = await vault.get(reference);
    if (value !== undefined) values[reference] = value.reveal();
  }
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", credentials: Object.keys(values) });
  context.output.json(values);
  return exitCodes.fine;
}
