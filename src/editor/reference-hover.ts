import { Hover, type HoverProvider, l10n, MarkdownString, Range } from "vscode";
import type { CommandId } from "../contributions.ts";
import { referencesIn } from "../core/reference-places.ts";
import { type AboutReference, aboutReference } from "../vaults/about-reference.ts";
import type { SecretTier } from "../vaults/tiers.ts";
import { commandLink, plain } from "./markdown.ts";
import type { ReferenceState, ReferenceStates } from "./reference-states.ts";
import { secretTierWords } from "./secret-tier-words.ts";

const commands = [
  "leastkey.checkReference",
  "leastkey.unlockVault",
  "leastkey.configureVault",
] as const satisfies readonly CommandId[];

/** Where the reference under the mouse points and whether it resolves; never the value. */
export function referenceHover(states: ReferenceStates): HoverProvider {
  return {
    provideHover: async (document, { line, character }, token) => {
      const all = referencesIn(document.lineAt(line).text);
      const here = all.find(({ start, end }) => character >= start && character <= end);
      if (here === undefined) return undefined;
      const state = await states.ask(here.reference, { asked: false });
      const tier = await states.tier(here.reference, state);
      if (token.isCancellationRequested) return undefined;
      const text = new MarkdownString(referenceCard(here.reference, state, tier), true);
      text.isTrusted = { enabledCommands: commands };
      return new Hover(text, new Range(line, here.start, line, here.end));
    },
  };
}

export function referenceCard(reference: string, state: ReferenceState, tier?: SecretTier): string {
  const about = aboutReference(reference);
  const title = l10n.t("Reference to {0}", plain(about.system));
  return [`**${title}**`, plain(about.pointsAt), stateText(reference, state, about), ...tierText(tier)].join("\n\n");
}

function tierText(tier: SecretTier | undefined): readonly string[] {
  if (tier === undefined) return [];
  const [title = "", ...rest] = secretTierWords(tier);
  return [`$(shield) **${title}** ${rest.map(plain).join(" ")}`];
}

function stateText(reference: string, state: ReferenceState, { system, tool }: AboutReference): string {
  const check = commandLink(l10n.t("Check"), "leastkey.checkReference", { reference });
  switch (state.kind) {
    case "there":
      return `$(pass) ${l10n.t("It resolves: the vault holds a value.")}`;
    case "missing":
      return `$(error) ${l10n.t("It does not resolve: the vault holds nothing there.")} ${check}`;
    case "made":
      return `$(clock) ${l10n.t("A credential is made when it is used, and taken back afterwards.")}`;
    case "locked":
      return `$(lock) ${l10n.t("The vault is locked in this window.")} ${commandLink(l10n.t("Unlock Vault"), "leastkey.unlockVault")}`;
    case "unasked":
      return `$(question) ${l10n.t("{0} was not asked: it may want your confirmation.", plain(system))} ${check}`;
    case "unconfigured": {
      const other = tool === undefined ? "" : ` ${l10n.t("`{0}` resolves it.", tool)}`;
      const configure = commandLink(l10n.t("Configure Vault"), "leastkey.configureVault", { vault: state.facts.id });
      return `$(info) ${l10n.t("{0} is not configured here.", plain(system))}${other} ${configure}`;
    }
    case "foreign":
      return `$(info) ${state.tool === undefined ? l10n.t("Leastkey passes it on as it is.") : l10n.t("`{0}` resolves it; Leastkey passes it on as it is.", state.tool)}`;
    case "broken":
      return `$(error) ${plain(state.why)}`;
    case "failed":
      return `$(warning) ${plain(state.why)} ${check}`;
  }
}
