import { l10n, type Uri } from "vscode";
import { colorIds } from "../contributions.ts";
import type { Finding, Tier } from "../core/finding.ts";
import { type FileState, isShown } from "./findings.ts";
import { rangeOf } from "./ranges.ts";
import type { Row } from "./row.ts";
import { type Grouping, groupsOf, type Placed } from "./secret-groups.ts";
import { targetArgument } from "./target.ts";
import { credentials, environmentWords, expiryWords, findingTitle, privilegeWords, tierWords } from "./words.ts";

export interface SecretSource {
  readonly files: readonly FileState[];
  readonly lowest: (uri: Uri) => Tier;
  readonly isHidden: (uri: Uri) => boolean;
  /** The path as the user knows it. */
  readonly pathOf: (uri: Uri) => string;
}

/** As `localeCompare`, which looks the language up again for each pair. Made late: it takes some 4 ms of a start. */
let order: Intl.Collator | undefined;
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  order ??= new Intl.Collator();
  return order.compare(a.path, b.path);
}

/** The view "Secrets": what was found, in the order asked for. */
export function secretRows(source: SecretSource, grouping: Grouping): readonly Row[] {
  const shown = source.files
    .map((file) => ({ ...file, findings: shownOf(file, source), path: source.pathOf(file.uri) }))
    .filter(({ findings, secret }) => findings.length > 0 || secret?.because === "name")
    .toSorted(byPath);
  if (grouping === "file") return shown.map((file) => fileRow(file, source));
  const secrets = shown.flatMap(({ uri, findings }) => findings.map((finding) => ({ uri, finding })));
  return groupsOf(secrets, grouping).map(({ label, secrets: found }) => ({
    id: `${grouping} ${label}`,
    label,
    description: String(found.length),
    isOpen: true,
    children: found.map((secret) => findingRow(secret, source, true)),
  }));
}

/** How many findings the view shows, for its badge. */
export function countOf(source: Pick<SecretSource, "files" | "lowest">): number {
  return source.files.reduce((sum, file) => sum + shownOf(file, source).length, 0);
}

function shownOf({ uri, findings }: FileState, { lowest }: Pick<SecretSource, "lowest">): readonly Finding[] {
  return findings.filter(({ tier }) => isShown(tier, lowest(uri)));
}

function fileRow({ uri, findings, secret }: FileState, source: SecretSource): Row {
  const path = source.pathOf(uri);
  const reach = readable(source.isHidden(uri));
  const what = findings.length > 0 ? credentials(findings.length) : (secret?.reason ?? "");
  return {
    id: `file ${uri.toString()}`,
    label: path.slice(path.lastIndexOf("/") + 1),
    description: path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "",
    tooltip: `${path}\n${what}; ${reach}`,
    file: uri,
    isOpen: true,
    ...(findings.length > 0 ? { context: "file" } : {}),
    argument: targetArgument({ uri }),
    children: findings
      .toSorted((a, b) => a.place.start - b.place.start)
      .map((finding) => findingRow({ uri, finding }, source, false)),
    ...(findings.length > 0 ? {} : { click: { title: l10n.t("Open File"), command: "vscode.open", arguments: [uri] } }),
  };
}

function findingRow({ uri, finding }: Placed, source: SecretSource, namesFile: boolean): Row {
  const { rule, fingerprint, place, tier, classification } = finding;
  const isHidden = source.isHidden(uri);
  const at = String(place.line);
  return {
    id: `finding ${uri.toString()} ${String(place.start)} ${rule}`,
    label: findingTitle(finding),
    description: namesFile ? `${source.pathOf(uri)}:${at}` : l10n.t("line {0}", at),
    tooltip: [
      `${findingTitle(finding)}, ${source.pathOf(uri)}:${at}`,
      l10n.t("Can do: {0}", privilegeWords(classification)),
      l10n.t("Environment: {0}", environmentWords[classification.environment]),
      l10n.t("Valid: {0}", expiryWords(classification.expiry)),
      l10n.t("How sure: {0}", tierWords[tier]),
      readable(isHidden),
    ].join("\n"),
    icon: isHidden ? "lock" : "key",
    color: isHidden ? colorIds.guarded : colorIds.exposed,
    context: "finding",
    argument: targetArgument({ uri, fingerprint, start: place.start }),
    click: { title: l10n.t("Open File"), command: "vscode.open", arguments: [uri, { selection: rangeOf(place) }] },
  };
}

const readable = (isHidden: boolean): string =>
  isHidden ? l10n.t("hidden from agents") : l10n.t("agents can read it");
