import { l10n } from "vscode";
import type { BackendFacts } from "../vaults/backend.ts";
import { parseReference } from "../vaults/reference.ts";
import { type KnownFacts, type SecretTier, tierOfReference } from "../vaults/tiers.ts";
import type { VaultItem } from "../vaults/vault.ts";
import type { Row } from "./row.ts";
import { secretTierWords } from "./secret-tier-words.ts";

/** The vaults elsewhere that this user has, below what the embedded one holds; a click shows their settings. */
export function remoteRows(remotes: readonly Pick<BackendFacts, "id" | "title" | "schemes">[]): readonly Row[] {
  return remotes.map(({ id, title, schemes }) => ({
    id: `vault ${id}`,
    label: title,
    description: `${schemes[0]}…`,
    tooltip: l10n.t(
      "{0} resolves references that begin with {1}. Click to test or change it.",
      title,
      schemes.join(", "),
    ),
    icon: "cloud",
    click: { title: l10n.t("Configure Vault"), command: "leastkey.configureVault", arguments: [{ vault: id }] },
  }));
}

/** The view "Vault": references by project and environment. `moved`: those that stood in a file of this workspace. */
export function vaultRows(items: readonly VaultItem[], moved: ReadonlySet<string>, facts: KnownFacts): readonly Row[] {
  const projects = grouped(items, ({ reference }) => parseReference(reference).project);
  return projects.map(([project, ofProject]) => ({
    id: project,
    label: project,
    description: String(ofProject.length),
    icon: "folder",
    isOpen: true,
    children: grouped(ofProject, ({ reference }) => parseReference(reference).environment).map(
      ([environment, own]) => ({
        id: `${project}/${environment}`,
        label: environment,
        description: String(own.length),
        icon: "layers",
        isOpen: true,
        children: own.map((item) =>
          itemRow(item, { isMoved: moved.has(item.reference), tier: tierOfReference(item.reference, facts) }),
        ),
      }),
    ),
  }));
}

interface AboutItem {
  readonly isMoved: boolean;
  readonly tier: SecretTier;
}

function itemRow({ reference, updated }: VaultItem, { isMoved, tier }: AboutItem): Row {
  const { item, field } = parseReference(reference);
  const from = isMoved
    ? l10n.t("It stood in a file of this workspace.")
    : l10n.t("It stood in no file of this workspace.");
  return {
    id: reference,
    label: `${item}/${field}`,
    description: `T${String(tier.tier)} · ${l10n.t("updated {0}", updated.slice(0, 10))}`,
    tooltip: [reference, from, "", ...secretTierWords(tier)].join("\n"),
    icon: "key",
    context: isMoved ? "reference moved" : "reference",
    argument: { reference },
  };
}

function grouped(
  items: readonly VaultItem[],
  keyOf: (item: VaultItem) => string,
): readonly (readonly [string, readonly VaultItem[]])[] {
  const groups = new Map<string, VaultItem[]>();
  for (const item of items.toSorted((a, b) => a.reference.localeCompare(b.reference))) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}
