import { env } from "node:process";
import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import type { BackendFacts, Setting, VaultCheck, VaultSettings } from "../vaults/backend.ts";
import { backends } from "../vaults/backends.ts";
import { isOurReference } from "../vaults/reference.ts";
import { checked, readVaultSettings, readVaultsFile, useVault, writeVaultSettings } from "../vaults/settings.ts";
import { sentence } from "./failure.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { requireTrust } from "./trust.ts";

type Given = Readonly<Record<string, string>>;
type Step = QuickPickItem & { readonly does?: "test" | "forget" | "use"; readonly setting?: Setting };

/** What the user is at: one vault with its settings so far, and what the last try said. */
interface Draft {
  readonly facts: BackendFacts;
  readonly given: Given;
  readonly said: string;
}

/** Configure Vault: which kind, what it needs, whether it answers. Only settings that work are written. */
export async function configureVault(argument: unknown, parts: Parts): Promise<void> {
  requireTrust();
  const { machine } = parts;
  const { files } = await machine.ports();
  const known = readVaultSettings(machine.home.vaults, files);
  const facts = kindOf(argument) ?? (await chosenKind(known));
  let draft: Draft = {
    facts,
    given: known[facts.id] ?? {},
    said: `what ${facts.title} needs; test it when it is complete`,
  };
  for (const setting of facts.settings.filter((one) => one.isRequired === true && !isGiven(one, draft.given))) {
    draft = await withSetting(draft, setting, parts);
  }
  for (;;) {
    const step = await chosenStep(draft, {
      isKnown: Object.hasOwn(known, facts.id),
      isUsed: isUsed(facts, parts, files),
    });
    if (step.does === "use") {
      useVault(machine.home.vaults, files, isUsed(facts, parts, files) ? "embedded" : facts.id);
      break;
    }
    if (step.does === "forget") {
      const others = Object.entries(known).filter(([id]) => id !== facts.id);
      writeVaultSettings(machine.home.vaults, files, Object.fromEntries(others));
      break;
    }
    if (step.setting !== undefined) draft = await withSetting(draft, step.setting, parts);
    else {
      const tried = await tryOut(draft, known, parts);
      if (typeof tried === "string") draft = { ...draft, said: tried };
      else {
        writeVaultSettings(machine.home.vaults, files, { ...known, [facts.id]: draft.given });
        notify(parts.log, answered(facts, tried));
        break;
      }
    }
  }
  machine.vaultChanged();
}

/** What a link or a row of the vault view hands over: `{ vault: "openbao" }`. */
function kindOf(argument: unknown): BackendFacts | undefined {
  if (typeof argument !== "object" || argument === null || !("vault" in argument)) return undefined;
  return backends.find(({ id }) => id === argument.vault);
}

async function chosenKind(known: VaultSettings): Promise<BackendFacts> {
  const kinds = backends.map((facts) => ({
    facts,
    label: facts.title,
    description: facts.schemes.map((scheme) => `${scheme}…`).join("  "),
    detail: [
      Object.hasOwn(known, facts.id) ? l10n.t("configured") : undefined,
      facts.isReadOnly === true ? l10n.t("references are resolved; secrets cannot be moved there") : undefined,
      facts.testedAgainst === "server"
        ? l10n.t("tested against the real server")
        : l10n.t("tested against its documentation"),
    ]
      .filter((part) => part !== undefined)
      .join(" · "),
    iconPath: new ThemeIcon(Object.hasOwn(known, facts.id) ? "pass" : "cloud"),
  }));
  const chosen = await window.showQuickPick(kinds, {
    title: l10n.t("Configure which vault?"),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw cancelled();
  return chosen.facts;
}

const isUsed = ({ id }: BackendFacts, { machine }: Parts, files: Files): boolean =>
  readVaultsFile(machine.home.vaults, files).use === id;

/** What becomes of a vault that is configured: where moved secrets go, or forgotten. */
function ofKnown({ isReadOnly }: BackendFacts, used: boolean): readonly Step[] {
  const label = used ? l10n.t("Move Secrets to the Leastkey Vault Again") : l10n.t("Move Secrets Here from Now On");
  const use: Step = { does: "use", label, iconPath: new ThemeIcon(used ? "discard" : "star") };
  const forget: Step = { does: "forget", label: l10n.t("Forget This Vault"), iconPath: new ThemeIcon("trash") };
  return isReadOnly === true ? [forget] : [use, forget];
}

interface Known {
  readonly isKnown: boolean;
  readonly isUsed: boolean;
}

async function chosenStep({ facts, given, said }: Draft, known: Known): Promise<Step> {
  const steps: readonly Step[] = [
    { does: "test", label: l10n.t("Test and Save"), iconPath: new ThemeIcon("check") },
    { label: l10n.t("settings"), kind: QuickPickItemKind.Separator },
    ...facts.settings.map(
      (setting): Step => ({
        setting,
        label: setting.title,
        description: toldOf(setting, given),
        iconPath: new ThemeIcon(setting.isSecret === true ? "key" : "edit"),
      }),
    ),
    ...(known.isKnown ? ofKnown(facts, known.isUsed) : []),
  ];
  const options = { title: l10n.t("Configure {0}", facts.title), placeHolder: said, ignoreFocusOut: true };
  const chosen = await window.showQuickPick(steps, options);
  if (chosen === undefined) throw cancelled();
  return chosen;
}

/** "https://bao.example.com", "from BAO_ADDR", l10n.t("kept in the Leastkey vault") or l10n.t("not set"). */
function toldOf(setting: Setting, given: Given): string {
  const own = given[setting.key];
  if (own !== undefined) return setting.isSecret === true ? l10n.t("kept in the Leastkey vault") : own;
  const variable = variableOf(setting);
  if (variable !== undefined) return l10n.t("from {0}", variable);
  return setting.isRequired === true ? l10n.t("needed") : l10n.t("not set");
}

const variableOf = ({ env: names }: Setting): string | undefined => names.find((name) => (env[name] ?? "") !== "");
const isGiven = (setting: Setting, given: Given): boolean =>
  given[setting.key] !== undefined || variableOf(setting) !== undefined;

/** An emptied box takes the setting away; what proves who we are goes to the embedded vault. */
async function withSetting(draft: Draft, setting: Setting, { machine }: Parts): Promise<Draft> {
  const { facts, given } = draft;
  const isSecret = setting.isSecret === true;
  const typed = await window.showInputBox({
    title: `${facts.title}: ${setting.title}`,
    prompt: isSecret
      ? l10n.t("It is kept in the Leastkey vault; a leastkey:// reference is taken as it is")
      : setting.title,
    password: isSecret,
    ignoreFocusOut: true,
    ...(isSecret ? {} : { value: given[setting.key] ?? "" }),
  });
  if (typed === undefined) return draft;
  const others = Object.fromEntries(Object.entries(given).filter(([key]) => key !== setting.key));
  if (typed === "") return { ...draft, given: others };
  if (!isSecret || isOurReference(typed)) return { ...draft, given: { ...others, [setting.key]: typed.trim() } };
  const reference = `leastkey://vaults/default/${facts.id}/${setting.key}`;
  const [vault, { audit }] = await Promise.all([machine.vault(), machine.ports()]);
  await vault.set(reference, Secret.of(typed), { overwrite: true });
  const event = { attribution: "confirmed", tool: "editor", credentials: [reference] } as const;
  audit.append({ action: "vault.set", outcome: "done", ...event });
  return { ...draft, given: { ...others, [setting.key]: reference } };
}

/** What the vault lets us do, or in one sentence why it does not answer. */
async function tryOut(
  { facts, given }: Draft,
  known: VaultSettings,
  { machine, log }: Parts,
): Promise<VaultCheck | string> {
  try {
    checked(facts, given);
    const vaults = await machine.vaultsWith({ ...known, [facts.id]: given });
    return await (await vaults.remote(facts.id)).check();
  } catch (error) {
    if (!(error instanceof LeastkeyError)) throw error;
    log.warn(`${facts.id}: ${error.code}: ${error.message} (${error.hint})`);
    return sentence(error);
  }
}

/** "Leastkey: OpenBao answers and is used from now on. Its login lacks: ..." */
export function answered({ title }: BackendFacts, { lacks }: VaultCheck): string {
  const left = lacks.length === 0 ? "" : ` ${l10n.t("Its login lacks: {0}.", lacks.join("; "))}`;
  return l10n.t("Leastkey: {0} answers; its references are resolved from now on.", title) + left;
}

const cancelled = (): LeastkeyError =>
  new LeastkeyError("cancelled", "the vault was not configured", "nothing was changed");
