import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { ProtectedPath } from "../core/finding.ts";
import type { Agent, ProtectionPlan, Receipt, Refusal, Surface } from "./agent.ts";
import { type Draft, without } from "./render/draft.ts";
import { FileFault } from "./render/fault.ts";
import { type Context, presenceOfSurface, renderFile, type SurfaceUse, unrenderFile } from "./render/surface-file.ts";

export interface ProtectionInput {
  /** Absolute, without a slash at the end. */
  readonly root: string;
  readonly agents: readonly Agent[];
  readonly protectedPaths: readonly ProtectedPath[];
  /** Content of a file by its absolute path; undefined when there is none. May throw LeastkeyError. */
  readonly existing: (path: string) => string | undefined;
  /** Folders on the way to a file that are not there, outermost first. */
  readonly missingFolders?: (path: string) => readonly string[];
  /** The receipt that fits a file as it is now. */
  readonly receipt?: (path: string, text: string) => Receipt | undefined;
  /** Whether the file was ever written here. */
  readonly wasWritten?: (path: string) => boolean;
  readonly hash?: (text: string) => string;
  /** Refuse agents' calls on machines without Leastkey. */
  readonly require?: boolean;
}

/** One file and every surface of the agents in it. */
interface Target {
  readonly path: string;
  readonly uses: readonly SurfaceUse[];
}

/** What makes the workspace's rules right. Pure: the preview, the dry run, the check and the golden tests are this. */
export function planProtection(input: ProtectionInput): ProtectionPlan {
  return planFiles(input, (target, before) => protectFile(input, target, before));
}

/** What takes out everything that any version of the plan put in. */
export function planUnprotection(input: ProtectionInput): ProtectionPlan {
  return planFiles(input, (target, before) => unprotectFile(input, target, before));
}

interface FilePlan {
  readonly change?: FileChange;
  readonly receipt?: Receipt;
  readonly folders?: readonly string[];
}

function planFiles(
  input: ProtectionInput,
  work: (target: Target, before: string | undefined) => FilePlan,
): ProtectionPlan {
  const refused: Refusal[] = [];
  const plans: FilePlan[] = [];
  for (const target of targetsOf(input)) {
    try {
      plans.push(work(target, input.existing(target.path)));
    } catch (error) {
      if (!(error instanceof FileFault) && !(error instanceof LeastkeyError)) throw error;
      refused.push({ path: target.path, reason: error.message, hint: error.hint });
    }
  }
  return {
    changes: plans.flatMap(({ change }) => change ?? []),
    refused,
    receipts: plans.flatMap(({ receipt }) => receipt ?? []),
    folders: [...new Set(plans.flatMap(({ folders }) => folders ?? []))].toSorted((a, b) => b.length - a.length),
  };
}

function protectFile(input: ProtectionInput, target: Target, before: string | undefined): FilePlan {
  const context = contextOf(input);
  if (before !== undefined && target.uses.every((use) => presenceOfSurface(before, use, context) === "present"))
    return {};
  const original = before === undefined ? undefined : originalOf(input, target, before);
  const draft = renderFile(original?.text, target.uses, context);
  if (draft.text === before) return {};
  const titles = [...new Set(target.uses.map(({ agent }) => agent.title))].join(", ");
  const mode = target.uses.find(({ surface }) => surface.format === "script" && surface.mode !== undefined)?.surface;
  return {
    change: {
      path: target.path,
      before,
      after: draft.text,
      why: `${purposeOf(target.uses)} ${titles}`,
      ...(mode?.format === "script" && mode.mode !== undefined ? { mode: mode.mode } : {}),
    },
    receipt: receiptOf(input, target, draft, original),
  };
}

function receiptOf(input: ProtectionInput, target: Target, draft: Draft, original: Original | undefined): Receipt {
  return {
    path: target.path,
    hash: input.hash?.(draft.text) ?? "",
    ours: draft.ours,
    created: original?.text === undefined,
    folders: original?.folders ?? input.missingFolders?.(target.path) ?? [],
  };
}

function unprotectFile(input: ProtectionInput, target: Target, before: string | undefined): FilePlan {
  if (before === undefined) return {};
  const original = originalOf(input, target, before);
  if (original.text === before) return {};
  const titles = [...new Set(target.uses.map(({ agent }) => agent.title))].join(", ");
  return {
    change: { path: target.path, before, after: original.text, why: `take out what was written for ${titles}` },
    ...(original.text === undefined ? { folders: original.folders } : {}),
  };
}

interface Original {
  readonly text: string | undefined;
  readonly folders: readonly string[];
}

/** The file as it was without us: by receipt where it is as we left it, else by taking out what is ours. */
function originalOf(input: ProtectionInput, target: Target, text: string): Original {
  const receipt = input.receipt?.(target.path, text);
  if (receipt !== undefined) {
    return { text: receipt.created ? undefined : without(text, receipt.ours), folders: receipt.folders };
  }
  return { text: unrenderFile(text, target.uses, contextOf(input)), folders: [] };
}

function purposeOf(uses: readonly SurfaceUse[]): string {
  const kinds = new Set(uses.map(({ surface }) => surface.kind));
  const offersTools = kinds.delete("tools");
  if (kinds.has("hook")) return kinds.size > 1 ? "hide files and check every call of" : "check every call of";
  if (kinds.has("instructions")) return "tell what to do instead to";
  return kinds.size === 0 && offersTools ? "offer Leastkey's tools to" : "hide files from";
}

const contextOf = (input: Pick<ProtectionInput, "protectedPaths" | "require">): Context => ({
  protectedPaths: input.protectedPaths,
  require: input.require === true,
});

/** Files in the order of their paths, so that a plan reads the same on every machine. */
function targetsOf(input: ProtectionInput): readonly Target[] {
  const byPath = new Map<string, SurfaceUse[]>();
  for (const agent of input.agents) {
    for (const surface of agent.surfaces) {
      const path = absolutePath(input.root, surface);
      byPath.set(path, [...(byPath.get(path) ?? []), { agent, surface }]);
    }
  }
  return [...byPath].map(([path, uses]) => ({ path, uses })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

export const absolutePath = (root: string, surface: Surface): string => `${root}/${surface.path}`;

export type SurfaceState = "present" | "missing" | "drifted" | "unreadable";

/** How one surface stands now. */
export function surfaceState(
  input: Pick<ProtectionInput, "root" | "existing" | "protectedPaths" | "require">,
  use: SurfaceUse,
): SurfaceState {
  try {
    const text = input.existing(absolutePath(input.root, use.surface));
    return text === undefined ? "missing" : presenceOfSurface(text, use, contextOf(input));
  } catch (error) {
    if (error instanceof FileFault || error instanceof LeastkeyError) return "unreadable";
    throw error;
  }
}
