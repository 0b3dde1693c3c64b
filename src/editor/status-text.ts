import { l10n } from "vscode";
import type { CommandId } from "../contributions.ts";
import { type Tier, tiers } from "../core/finding.ts";
import { commandLink, plain } from "./markdown.ts";
import type { AgentGuard, Protection } from "./protection.ts";
import { credentials, files, strengthWords } from "./words.ts";

/** All that the status bar item is made from. */
export interface GuardState {
  readonly hasFolder: boolean;
  readonly isTrusted: boolean;
  readonly isVirtual: boolean;
  readonly scan: "never" | "running" | "done" | "failed";
  readonly findings: number;
  /** Of these, in files that agents are free to read. */
  readonly exposed: number;
  readonly files: number;
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly protection: Protection;
  /** Which environment sessions in the folder have, and what says so; undefined: nothing does. */
  readonly session?: { readonly environment: string; readonly because: string } | undefined;
}

export interface StatusFace {
  readonly text: string;
  readonly isWarning: boolean;
  readonly command: CommandId | "workbench.trust.manage";
  /** What a screen reader says, and the first line of the tooltip. */
  readonly summary: string;
  readonly next: string;
}

/** One glance: the worst thing that is true, and the next step as the click. */
export function statusFace(state: GuardState): StatusFace {
  if (state.scan === "running")
    return calm("$(sync~spin) Leastkey", l10n.t("looking for credentials"), "leastkey.showLog", l10n.t("Show the log"));
  if (!state.isTrusted) return untrusted(state);
  if (state.scan === "failed") {
    return warn(
      l10n.t("$(warning) scan failed"),
      l10n.t("the last scan did not finish"),
      "leastkey.scanWorkspace",
      l10n.t("Scan again"),
    );
  }
  if (!state.hasFolder || state.isVirtual) return documentsOnly(state);
  return guarded(state);
}

function guarded(state: GuardState): StatusFace {
  const { protection } = state;
  if (protection.kind === "protected" && protection.notLive !== undefined) {
    const why = l10n.t("the guard is not live: {0}", protection.notLive);
    return warn(l10n.t("$(warning) guard not live"), why, "leastkey.checkProtection", l10n.t("Find out why"));
  }
  if (protection.kind === "protected" && protection.drift.length > 0) {
    const why = l10n.t("the rules of {0} were changed since Leastkey wrote them", files(protection.drift.length));
    return warn(l10n.t("$(warning) rules changed"), why, "leastkey.checkProtection", l10n.t("See what changed"));
  }
  if (state.exposed > 0) {
    const why = l10n.t("agents can read {0} in this workspace", credentials(state.exposed));
    return warn(
      l10n.t("$(warning) {0} exposed", state.exposed),
      why,
      "leastkey.protectWorkspace",
      l10n.t("Protect the workspace"),
    );
  }
  if (protection.kind === "protected") {
    const why =
      state.findings === 0
        ? l10n.t("no credential found")
        : l10n.t("{0}, all named in the rules; what holds for each agent is below", credentials(state.findings));
    return calm(l10n.t("$(shield) guarded"), why, "leastkey.openAgentActivity", l10n.t("See what agents do"));
  }
  if (state.scan === "never") {
    return calm(
      "$(shield) Leastkey",
      l10n.t("not scanned yet"),
      "leastkey.scanWorkspace",
      l10n.t("Scan the workspace"),
    );
  }
  return calm(
    "$(shield) Leastkey",
    l10n.t("no credential found"),
    "leastkey.protectWorkspace",
    l10n.t("Protect the workspace"),
  );
}

function untrusted(state: GuardState): StatusFace {
  const found = state.findings === 0 ? l10n.t("no credential found") : l10n.t("{0} found", credentials(state.findings));
  const summary = l10n.t("{0}; in a restricted workspace Leastkey only marks, it protects nothing", found);
  return calm(l10n.t("$(shield) marks only"), summary, "workbench.trust.manage", l10n.t("Trust this workspace"));
}

function documentsOnly(state: GuardState): StatusFace {
  const found =
    state.findings === 0
      ? l10n.t("no credential in open documents")
      : l10n.t("{0} in open documents", credentials(state.findings));
  const why = state.isVirtual ? l10n.t("this workspace is not on disk") : l10n.t("no folder is open");
  return calm(
    l10n.t("$(shield) marks only"),
    l10n.t("{0}; {1}, so there is nothing to protect", found, why),
    "leastkey.showLog",
    l10n.t("Show the log"),
  );
}

const calm = (text: string, summary: string, command: StatusFace["command"], next: string): StatusFace => ({
  text,
  summary,
  command,
  next,
  isWarning: false,
});
const warn = (text: string, summary: string, command: StatusFace["command"], next: string): StatusFace => ({
  text,
  summary,
  command,
  next,
  isWarning: true,
});

/** What stands in the status bar: the face, and the environment that sessions in the folder have. */
export const statusLine = ({ session }: GuardState, { text }: StatusFace): string =>
  session === undefined ? text : `${text} · ${session.environment}`;

/** The tooltip, in Markdown; everything that is not ours is escaped. */
export function statusTooltip(state: GuardState, face: StatusFace): string {
  const { protection } = state;
  return [
    `**Leastkey**: ${plain(face.summary)}`,
    ...tierLines(state),
    ...(state.session === undefined
      ? []
      : [l10n.t("Environment: **{0}**, by {1}", plain(state.session.environment), plain(state.session.because))]),
    ...(protection.kind === "unprotected" && state.isTrusted && state.hasFolder
      ? [l10n.t("No agent has been told to stay away from this workspace.")]
      : []),
    ...(protection.kind === "protected" ? agentLines(protection.agents) : []),
    [
      commandLink(face.next, face.command),
      commandLink(l10n.t("Scan"), "leastkey.scanWorkspace"),
      commandLink(l10n.t("Agent Activity"), "leastkey.openAgentActivity"),
    ].join(" · "),
  ].join("\n\n");
}

function tierLines({ findings, files: fileCount, byTier }: GuardState): readonly string[] {
  if (findings === 0) return [];
  const parts = tiers.filter((tier) => byTier[tier] > 0).map((tier) => `${String(byTier[tier])} ${tier}`);
  return [`${l10n.t("{0} in {1}", credentials(findings), files(fileCount))}: ${parts.join(", ")}`];
}

/** A line for each agent that is held back; those that are only asked share one, or the tooltip would fill the window. */
function agentLines(agents: readonly AgentGuard[]): readonly string[] {
  const held = agents.filter(({ strength }) => strength !== "advisory");
  const asked = agents.filter(({ strength }) => strength === "advisory");
  const lines = held.map(({ title, strength, hole, hook, slowMs }) => {
    const words = strength === "enforced" ? l10n.t("enforced") : l10n.t("partly enforced");
    const but = hole === undefined ? "" : `; ${l10n.t("hole: {0}", plain(hole))}`;
    const never = hook === "written" ? `; ${l10n.t("hook not seen to run yet")}` : "";
    const slow = slowMs === undefined ? "" : `; ${l10n.t("hook slow: {0} ms", slowMs)}`;
    return `- ${plain(title)}: ${words}${but}${never}${slow}`;
  });
  const names = asked.map(({ title }) => plain(title)).join(", ");
  const advisory = names === "" ? [] : [`- ${strengthWords.advisory}: ${names}`];
  return lines.length + advisory.length === 0 ? [] : [[...lines, ...advisory].join("\n")];
}
