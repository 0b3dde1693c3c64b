import { l10n, type QuickPickItem, window } from "vscode";
import type { Environment } from "../core/finding.ts";
import type { CredentialLabels, LabelChange } from "../guard/label-credential.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { parseReferenceArgument } from "./reference-argument.ts";
import { requireTrust } from "./trust.ts";

type Part = QuickPickItem & { readonly ask: (label: CredentialLabels) => Promise<LabelChange | undefined> };

/** Change Label: service, environment, hosts and abilities of a credential, by which the policy decides. */
export async function labelCredential(argument: unknown, { machine, guard, log }: Parts): Promise<void> {
  requireTrust();
  const reference = parseReferenceArgument(argument) ?? (await chosen(machine));
  if (reference === undefined) return;
  const [ports, { labelOf, writeLabel }] = await Promise.all([machine.ports(), import("../guard/label-credential.ts")]);
  const label = labelOf(reference, ports, machine.home);
  const part = await window.showQuickPick(partsOf(label), {
    title: reference,
    placeHolder: l10n.t("What should be changed? The policy decides by it."),
  });
  const change = await part?.ask(label);
  if (change === undefined) return;
  writeLabel(reference, change, ports, machine.home);
  await guard.refresh(); // the hook's table too
  notify(log, l10n.t("{0} has its new label; it stands in your own policy.yaml", reference));
}

async function chosen(machine: Parts["machine"]): Promise<string | undefined> {
  const items = await (await machine.vaults()).list();
  const found = await window.showQuickPick(
    items.map(({ reference }) => ({ label: reference })),
    { placeHolder: l10n.t("Whose label?") },
  );
  return found?.label;
}

const unknown = (): string => l10n.t("not known");

function partsOf({ service, environment, hosts, actions }: CredentialLabels): Part[] {
  return [
    { label: l10n.t("Environment"), description: environment, ask: askEnvironment },
    { label: l10n.t("Hosts"), description: hosts.join(", ") || unknown(), ask: askHosts },
    { label: l10n.t("Service"), description: service, ask: askService },
    { label: l10n.t("Abilities"), description: actions.join(", ") || unknown(), ask: askActions },
  ];
}

async function askEnvironment({ environment }: CredentialLabels): Promise<LabelChange | undefined> {
  const all: readonly Environment[] = ["development", "test", "staging", "production", "unknown"];
  const items = all.map((one) => ({ label: one, description: one === environment ? l10n.t("now") : "" }));
  const found = await window.showQuickPick(items, { placeHolder: l10n.t("The environment that it is of") });
  const picked = all.find((one) => one === found?.label);
  return picked === undefined ? undefined : { environment: picked };
}

const hostName = /^(?:\*\.)?[a-z0-9][a-z0-9.-]{0,252}$/;
const hostsIn = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((one) => one !== "");

async function askHosts({ hosts }: CredentialLabels): Promise<LabelChange | undefined> {
  const text = await window.showInputBox({
    prompt: l10n.t("Where it may be sent: api.example.com, *.example.org; empty: not known, so you are asked"),
    value: hosts.join(", "),
    validateInput: (given) => {
      const bad = hostsIn(given).find((one) => !hostName.test(one));
      return bad === undefined ? undefined : l10n.t("{0} is no host: write it without https:// and path", bad);
    },
  });
  return text === undefined ? undefined : { hosts: hostsIn(text) };
}

async function askService({ service }: CredentialLabels): Promise<LabelChange | undefined> {
  const text = await window.showInputBox({
    prompt: l10n.t("The service's name in passports, in small letters"),
    value: service,
    validateInput: (given) =>
      /^[a-z0-9][a-z0-9._-]{0,63}$/.test(given) ? undefined : l10n.t("small letters, digits, dots and dashes"),
  });
  return text === undefined ? undefined : { service: text };
}

async function askActions({ actions }: CredentialLabels): Promise<LabelChange | undefined> {
  const all = ["read", "write", "delete"] as const;
  const items = all.map((one) => ({ label: one, picked: actions.includes(one) }));
  const found = await window.showQuickPick(items, {
    canPickMany: true,
    placeHolder: l10n.t("What it can do at all; none: not known, so everything"),
  });
  return found === undefined ? undefined : { actions: all.filter((one) => found.some(({ label }) => label === one)) };
}
