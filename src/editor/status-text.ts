import type { CommandId } from "../contributions.ts";
import { type Tier, tiers } from "../core/finding.ts";
import { commandLink, plain } from "./markdown.ts";
import type { AgentGuard, Protection } from "./protection.ts";
import { count, strengthWords } from "./words.ts";

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
    return calm("$(sync~spin) Leastkey", "looking for credentials", "leastkey.showLog", "Show the log");
  if (!state.isTrusted) return untrusted(state);
  if (state.scan === "failed") {
    return warn("$(warning) scan failed", "the last scan did not finish", "leastkey.scanWorkspace", "Scan again");
  }
  if (!state.hasFolder || state.isVirtual) return documentsOnly(state);
  return guarded(state);
}

function guarded(state: GuardState): StatusFace {
  const { protection } = state;
  if (protection.kind === "protected" && protection.notLive !== undefined) {
    const why = `the guard is not live: ${protection.notLive}`;
    return warn("$(warning) guard not live", why, "leastkey.checkProtection", "Find out why");
  }
  if (protection.kind === "protected" && protection.drift.length > 0) {
    const why = `the rules of ${files(protection.drift.length)} were changed since Leastkey wrote them`;
    return warn("$(warning) rules changed", why, "leastkey.checkProtection", "See what changed");
  }
  if (state.exposed > 0) {
    const why = `agents can read ${count(state.exposed, "credential")} in this workspace`;
    return warn(
      `$(warning) ${String(state.exposed)} exposed`,
      why,
      "leastkey.protectWorkspace",
      "Protect the workspace",
    );
  }
  if (protection.kind === "protected") {
    const why =
      state.findings === 0
        ? "no credential found"
        : `${count(state.findings, "credential")}, all named in the rules; what holds for each agent is below`;
    return calm("$(shield) guarded", why, "leastkey.openAgentActivity", "See what agents do");
  }
  if (state.scan === "never") {
    return calm("$(shield) Leastkey", "not scanned yet", "leastkey.scanWorkspace", "Scan the workspace");
  }
  return calm("$(shield) Leastkey", "no credential found", "leastkey.protectWorkspace", "Protect the workspace");
}

function untrusted(state: GuardState): StatusFace {
  const found = state.findings === 0 ? "no credential found" : `${count(state.findings, "credential")} found`;
  const summary = `${found}; in a restricted workspace Leastkey only marks, it protects nothing`;
  return calm("$(shield) marks only", summary, "workbench.trust.manage", "Trust this workspace");
}

function documentsOnly(state: GuardState): StatusFace {
  const found =
    state.findings === 0
      ? "no credential in open documents"
      : `${count(state.findings, "credential")} in open documents`;
  const why = state.isVirtual ? "this workspace is not on disk" : "no folder is open";
  return calm(
    "$(shield) marks only",
    `${found}; ${why}, so there is nothing to protect`,
    "leastkey.showLog",
    "Show the log",
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

/** The tooltip, in Markdown; everything that is not ours is escaped. */
export function statusTooltip(state: GuardState, face: StatusFace): string {
  const { protection } = state;
  return [
    `**Leastkey**: ${plain(face.summary)}`,
    ...tierLines(state),
    ...(protection.kind === "unprotected" && state.isTrusted && state.hasFolder
      ? ["No agent has been told to stay away from this workspace."]
      : []),
    ...(protection.kind === "protected" ? agentLines(protection.agents) : []),
    [
      commandLink(face.next, face.command),
      commandLink("Scan", "leastkey.scanWorkspace"),
      commandLink("Agent Activity", "leastkey.openAgentActivity"),
    ].join(" · "),
  ].join("\n\n");
}

function tierLines({ findings, files: fileCount, byTier }: GuardState): readonly string[] {
  if (findings === 0) return [];
  const parts = tiers.filter((tier) => byTier[tier] > 0).map((tier) => `${String(byTier[tier])} ${tier}`);
  return [`${count(findings, "credential")} in ${files(fileCount)}: ${parts.join(", ")}`];
}

/** A line for each agent that is held back; those that are only asked share one, or the tooltip would fill the window. */
function agentLines(agents: readonly AgentGuard[]): readonly string[] {
  const held = agents.filter(({ strength }) => strength !== "advisory");
  const asked = agents.filter(({ strength }) => strength === "advisory");
  const lines = held.map(({ title, strength, hole, hook }) => {
    const words = strength === "enforced" ? "enforced" : "partly enforced";
    const but = hole === undefined ? "" : `; hole: ${plain(hole)}`;
    const never = hook === "written" ? "; hook not seen to run yet" : "";
    return `- ${plain(title)}: ${words}${but}${never}`;
  });
  const names = asked.map(({ title }) => plain(title)).join(", ");
  const advisory = names === "" ? [] : [`- ${strengthWords.advisory}: ${names}`];
  return lines.length + advisory.length === 0 ? [] : [[...lines, ...advisory].join("\n")];
}

const files = (n: number): string => count(n, "file");
