import { commands, l10n, ProgressLocation, type WorkspaceFolder, window } from "vscode";
import type { ProtectionPlan } from "../agents/agent.ts";
import { viewIds } from "../contributions.ts";
import { applyProtection, planWorkspaceProtection, planWorkspaceUnprotection } from "../guard/protect.ts";
import { refreshIndex } from "../guard/refresh-index.ts";
import type { ScanReport } from "../guard/scan-report.ts";
import { removeIndex } from "../guard/write-index.ts";
import { installLauncher } from "../platform/launcher.ts";
import { notify, type Way } from "./notify.ts";
import type { Parts } from "./parts.ts";
import type { Protection } from "./protection.ts";
import { setting } from "./settings.ts";
import { chosenFolders } from "./trust.ts";
import { files } from "./words.ts";

const activity: Way = { title: l10n.t("Open Agent Activity"), command: "leastkey.openAgentActivity" };
const agents: Way = {
  title: l10n.t("Show Agents"),
  run: async () => {
    await commands.executeCommand(`${viewIds.agents}.focus`);
  },
};

/** Protect Workspace from Agents: scan, show the plan, write it when agreed; folder by folder. */
export async function protectWorkspace(parts: Parts): Promise<void> {
  for (const folder of await chosenFolders()) await protectFolder(parts, folder);
}

async function protectFolder(parts: Parts, folder: WorkspaceFolder): Promise<void> {
  const { machine, previews, guard, log } = parts;
  const root = folder.uri.fsPath;
  const report = await freshReport(parts, folder);
  const ports = await machine.ports();
  const sandboxes = setting("protection.agentSandboxes", folder);
  const plan = planWorkspaceProtection(root, ports, {
    home: machine.home,
    protectedPaths: report.protectedPaths,
    ...(sandboxes === "asBefore" ? {} : { sandbox: sandboxes === "on" }),
  });
  if (plan.changes.length > 0) {
    const title = l10n.t("Keep agents from {0} in {1}", files(report.protectedPaths.length), folder.name);
    await previews.ask({
      title,
      agree: (what) => l10n.t("Write {0}", what),
      root,
      changes: plan.changes,
      refused: plan.refused,
      notes: plan.needs,
    });
  }
  await window.withProgress({ location: ProgressLocation.Window, title: l10n.t("Leastkey: protecting") }, async () => {
    installLauncher(machine.home, machine.programs);
    // The index stands before the hooks do: a hook without one refuses every call.
    refreshIndex(root, report, ports, { home: machine.home });
    applyProtection(root, plan, ports, { home: machine.home, action: "protect", attribution: "confirmed" });
    await guard.refresh();
  });
  tellRefused(plan, parts);
  notify(log, protectedText(guard.of(folder.uri), plan.changes.length), [agents, activity]);
}

/** Restore Workspace Rules: takes out exactly what was written; folder by folder. */
export async function restoreWorkspaceRules(parts: Parts): Promise<void> {
  for (const folder of await chosenFolders()) await restoreFolder(parts, folder);
}

async function restoreFolder(parts: Parts, folder: WorkspaceFolder): Promise<void> {
  const { machine, previews, guard, log } = parts;
  const root = folder.uri.fsPath;
  const ports = await machine.ports();
  const plan = planWorkspaceUnprotection(root, ports, { home: machine.home });
  if (plan.changes.length === 0) {
    tellRefused(plan, parts);
    notify(log, l10n.t("Leastkey: nothing of Leastkey's stands in {0}.", folder.name));
    return;
  }
  const title = l10n.t("Take Leastkey's rules and hooks out of {0}", folder.name);
  const notes = [l10n.t("Agents can read every file again afterwards.")];
  await previews.ask({
    title,
    agree: (what) => l10n.t("Restore {0}", what),
    root,
    changes: plan.changes,
    refused: plan.refused,
    notes,
  });
  applyProtection(root, plan, ports, { home: machine.home, action: "unprotect", attribution: "confirmed" });
  removeIndex(root, ports.files, machine.home);
  await guard.refresh();
  tellRefused(plan, parts);
  notify(
    log,
    l10n.t(
      "Leastkey: {0} restored as they were. Agents can read every file in {1} again.",
      files(plan.changes.length),
      folder.name,
    ),
  );
}

async function freshReport({ scan }: Parts, folder: WorkspaceFolder): Promise<ScanReport> {
  const known = scan.report(folder);
  if (known !== undefined) return known;
  await scan.run(ProgressLocation.Notification);
  const report = scan.report(folder);
  if (report === undefined) throw new Error("a finished scan has a report for every folder");
  return report;
}

function tellRefused({ refused }: ProtectionPlan, { log }: Parts): void {
  for (const { path, reason, hint } of refused) log.warn(`left alone: ${path}: ${reason}; ${hint}`);
}

/** What is in place now, in the words of its strength. Which agent has which stands in the view Agents. */
export function protectedText(protection: Protection, written: number): string {
  const did =
    written === 0
      ? l10n.t("Leastkey: the rules are as they should be.")
      : l10n.t("Leastkey: {0} written.", files(written));
  if (protection.kind !== "protected") return did;
  const named = (strength: "enforced" | "partial" | "advisory"): string =>
    shortList(protection.agents.filter((agent) => agent.strength === strength).map(({ title }) => title));
  const parts = (
    [
      ["enforced", l10n.t("enforced for")],
      ["partial", l10n.t("partly enforced for")],
      ["advisory", l10n.t("advisory only for")],
    ] as const
  ).flatMap(([strength, words]) => (named(strength) === "" ? [] : [`${words} ${named(strength)}`]));
  const trust = protection.agents.find((agent) => agent.trust !== undefined);
  const first = trust === undefined ? "" : ` ${trust.title}: ${trust.trust ?? ""}.`;
  return `${did} ${l10n.t("Protection is {0}.", parts.join("; "))}${first}`;
}

const namedInMessage = 3;

/** "Claude Code, Codex and 9 more": a message has one line. */
function shortList(titles: readonly string[]): string {
  const more = titles.length - namedInMessage;
  if (more <= 1) return titles.join(", "); // a name is as short as "1 more"
  return l10n.t("{0} and {1} more", titles.slice(0, namedInMessage).join(", "), more);
}
