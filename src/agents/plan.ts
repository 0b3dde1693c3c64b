import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { ProtectedPath } from "../core/finding.ts";
import type { Agent, ProtectionPlan, Receipt, Refusal, Surface } from "./agent.ts";
import { without } from "./render/draft.ts";
import { FileFault, readable } from "./render/fault.ts";
import {
  type Context,
  presenceOfSurface,
  renderFile,
  type SurfaceUse,
  switchesAdded,
  switchesTurned,
  unrenderFile,
} from "./render/surface-file.ts";

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
  /** Write what is written on request alone, too. */
  readonly sandbox?: boolean;
  /** The switches of a file that are ours, by name. */
  readonly switches?: (path: string) => readonly string[];
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

/** Files in which somebody else's value stands where protection needs its own, as the plan leaves them. */
export function turnedSwitches(input: ProtectionInput, plan: Pick<ProtectionPlan, "changes">): readonly Refusal[] {
  return targetsOf(input).flatMap(({ path, uses }) => {
    const asked = uses.filter((use) => use.surface.onRequest !== undefined && isWanted(use, input));
    const change = plan.changes.find((one) => one.path === path);
    const text = asked.length === 0 ? undefined : readable(() => change?.after ?? input.existing(path));
    if (text === undefined) return [];
    const hint = "take it out of the file, then run protect again";
    const turned = readable(() => switchesTurned(text, asked, contextOf(input, path))) ?? [];
    return turned.map((what) => ({
      path,
      reason: `${what}, so the sandbox of ${titlesOf(asked)} does not hold as asked for`,
      hint,
    }));
  });
}

interface FilePlan {
  readonly needs?: readonly string[];
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
    needs: plans.flatMap(({ needs }) => needs ?? []),
  };
}

function protectFile(input: ProtectionInput, target: Target, before: string | undefined): FilePlan {
  const uses = target.uses.filter((use) => isWanted(use, input));
  const spare = target.uses.filter((use) => !isWanted(use, input));
  if (uses.length === 0) return unprotectFile(input, target, before);
  const context = contextOf(input, target.path, true);
  const isPresent = (text: string): boolean => uses.every((use) => presenceOfSurface(text, use, context) === "present");
  if (before !== undefined && isPresent(before) && unrenderFile(before, spare, context) === before) return {};
  const original = before === undefined ? undefined : originalOf(target, before, { input, context });
  const draft = renderFile(original?.text, uses, context);
  if (draft.text === before) return {};
  const mode = uses.find(({ surface }) => surface.format === "script" && surface.mode !== undefined)?.surface;
  const switches = switchesAdded(original?.text, uses, context);
  return {
    change: {
      path: target.path,
      before,
      after: draft.text,
      why: `${purposeOf(uses)} ${titlesOf(uses)}`,
      ...(mode?.format === "script" && mode.mode !== undefined ? { mode: mode.mode } : {}),
    },
    receipt: {
      path: target.path,
      hash: input.hash?.(draft.text) ?? "",
      ours: draft.ours,
      created: original?.text === undefined,
      ...(switches.length === 0 ? {} : { switches }),
      folders: original?.folders ?? input.missingFolders?.(target.path) ?? [],
    },
    ...(switches.length === 0 ? {} : { needs: uses.flatMap(({ surface }) => surface.onRequest?.needs ?? []) }),
  };
}

export const isWanted = ({ surface }: SurfaceUse, { sandbox }: Pick<ProtectionInput, "sandbox">): boolean =>
  surface.onRequest === undefined || sandbox === true;

const titlesOf = (uses: readonly SurfaceUse[]): string => [...new Set(uses.map(({ agent }) => agent.title))].join(", ");

function unprotectFile(input: ProtectionInput, target: Target, before: string | undefined): FilePlan {
  if (before === undefined) return {};
  const context = contextOf(input, target.path);
  const original = originalOf(target, before, { input, context });
  if (original.text === before) return {};
  const why = `take out what was written for ${titlesOf(target.uses)}`;
  return {
    change: { path: target.path, before, after: original.text, why },
    ...(original.text === undefined ? { folders: original.folders } : {}),
  };
}

interface Original {
  readonly text: string | undefined;
  readonly folders: readonly string[];
}

/** The file as it was without us: by receipt where it is as we left it, else by taking out what is ours. */
function originalOf(target: Target, text: string, { input, context }: Given): Original {
  const receipt = input.receipt?.(target.path, text);
  if (receipt !== undefined) {
    return { text: receipt.created ? undefined : without(text, receipt.ours), folders: receipt.folders };
  }
  return { text: unrenderFile(text, target.uses, context), folders: [] };
}

interface Given {
  readonly input: ProtectionInput;
  readonly context: Context;
}

function purposeOf(uses: readonly SurfaceUse[]): string {
  const kinds = new Set(uses.map(({ surface }) => surface.kind));
  const offersTools = kinds.delete("tools");
  if (kinds.has("hook")) return kinds.size > 1 ? "hide files and check every call of" : "check every call of";
  if (kinds.has("instructions")) return "tell what to do instead to";
  return kinds.size === 0 && offersTools ? "offer Leastkey's tools to" : "hide files from";
}

type ContextInput = Pick<ProtectionInput, "protectedPaths" | "require" | "switches">;

/** `turned`: what is ours is set again, whoever turned it since. */
const contextOf = (input: ContextInput, path: string, turned = false): Context => ({
  protectedPaths: input.protectedPaths,
  require: input.require === true,
  switches: { names: input.switches?.(path) ?? [], turned },
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
  input: Pick<ProtectionInput, "root" | "existing"> & ContextInput,
  use: SurfaceUse,
): SurfaceState {
  const path = absolutePath(input.root, use.surface);
  const state = readable((): SurfaceState => {
    const text = input.existing(path);
    return text === undefined ? "missing" : presenceOfSurface(text, use, contextOf(input, path));
  });
  return state ?? "unreadable";
}
