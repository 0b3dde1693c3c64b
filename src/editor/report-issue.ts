import { env, l10n, UIKind, Uri, version, window, workspace } from "vscode";
import { type Settings, settingDefaults } from "../contributions.ts";
import { tiers } from "../core/finding.ts";
import { diskFolders, isVirtual } from "./folders.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { setting } from "./settings.ts";

/**
 * Report Issue: opens a report to fill in, with what is known of this window. It holds counts, versions and choices; no
 * path, no name of a file, folder or credential, and no line of the log. Nothing is sent.
 */
export async function reportIssue(parts: Parts): Promise<void> {
  const content = issueReport(await factsOf(parts));
  const document = await workspace.openTextDocument({ language: "markdown", content });
  await window.showTextDocument(document);
  notify(parts.log, l10n.t("Leastkey: this report was sent to nobody. Read it, fill it in, and file it yourself."), [
    {
      title: l10n.t("Copy"),
      run: async () => {
        await env.clipboard.writeText(document.getText());
      },
    },
    { title: l10n.t("Show Log"), command: "leastkey.showLog" },
  ]);
}

export type Facts = readonly (readonly [label: string, value: string])[];

export function issueReport(facts: Facts): string {
  return [
    "### What happened",
    "",
    "<!-- what you did, what you expected, what came instead; invented credentials only, never a real one -->",
    "",
    "### Where",
    "",
    "| | |",
    "|---|---|",
    ...facts.map(([label, value]) => `| ${label} | ${value.replaceAll(/[|\r\n]/g, " ")} |`),
    "",
    "<!-- the log (Leastkey: Show Log) names files of yours: look at a line before you add it -->",
    "",
  ].join("\n");
}

async function factsOf({ extension, findings, scan, guard }: Parts): Promise<Facts> {
  const { byTier, files } = findings.totals("weak");
  const protection = guard.worst();
  return [
    ["Leastkey", await ownVersion(extension)],
    ["Editor", `${env.appName} ${version}, ${env.uiKind === UIKind.Web ? "web" : "desktop"}, ${remote()}`],
    ["System", `${process.platform} ${process.arch}, Node ${process.versions.node}`],
    [
      "Workspace",
      `${String(diskFolders().length)} folders on disk, ${workspace.isTrusted ? "trusted" : "restricted"}${isVirtual() ? ", virtual" : ""}`,
    ],
    [
      "Scan",
      `${scan.state}; ${tiers.map((tier) => `${String(byTier[tier])} ${tier}`).join(", ")} in ${String(files)} files`,
    ],
    ["Protection", protection.kind === "protected" ? agents(protection.agents) : protection.kind],
    ["Settings", changed()],
  ];
}

const agents = (list: readonly { readonly title: string; readonly strength: string }[]): string =>
  list.length === 0 ? "protected" : list.map(({ title, strength }) => `${title}: ${strength}`).join(", ");

/** The kind of remote; its name may be a host's. */
const remote = (): string =>
  env.remoteName === undefined ? "local" : (/^[a-z-]+/.exec(env.remoteName)?.[0] ?? "remote");

/** Settings that differ from their default. Free text is told by its length alone: a glob names folders. */
function changed(): string {
  const keys = Object.keys(settingDefaults).filter((key): key is keyof Settings => key in settingDefaults);
  const told = keys.flatMap((key) => {
    const value = setting(key);
    if (JSON.stringify(value) === JSON.stringify(settingDefaults[key])) return [];
    return [`${key}=${Array.isArray(value) ? `${String(value.length)} entries` : String(value)}`];
  });
  return told.length === 0 ? "defaults" : told.join(", ");
}

async function ownVersion(extension: Parts["extension"]): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extension, "package.json"));
  const manifest: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  const found = typeof manifest === "object" && manifest !== null && "version" in manifest ? manifest.version : "";
  return typeof found === "string" ? found : "";
}
