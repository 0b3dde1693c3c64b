import type { Agent, Surface } from "../agents/agent.ts";
import { agents, foundationAgents } from "../agents/index.ts";
import {
  absolutePath,
  type ProtectionInput,
  planUnprotection,
  type SurfaceState,
  surfaceState,
} from "../agents/plan.ts";
import { contentHash } from "../audit/content-hash.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { ProtectedPath } from "../core/finding.ts";
import { parentOf, slashed } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import { type Audience, audienceBefore, type Exclusion, exclusionOf, personalAgents } from "./personal.ts";
import type { Ports } from "./ports.ts";
import { type ReceiptHome, readReceipts, receiptFor } from "./receipts.ts";
import { type IndexHome, readIndexAt } from "./write-index.ts";

export interface ProtectOptions {
  /** A `Home` is one. */
  readonly home: ReceiptHome & IndexHome;
  /** Agents to write for; the first five, those used here and those written for before, unless told. */
  readonly agents?: readonly string[];
  /** What a scan just found; the paths of the workspace's index unless told. */
  readonly protectedPaths?: readonly ProtectedPath[];
  /** Refuse agents' calls on machines without Leastkey; as written before unless told. */
  readonly require?: boolean;
  /** Whose files are written; as before unless told. */
  readonly audience?: Audience;
  /** Switch the agents' own sandboxes on as well; as before unless told. */
  readonly sandbox?: boolean;
}

export type FilePorts = Pick<Ports, "files">;

/** What every plan of one workspace is made from. */
export interface Workspace extends Omit<ProtectionInput, "agents"> {
  /** Every agent with the files that are written for it here. */
  readonly registry: readonly Agent[];
  readonly audience: Audience;
  /** For whom it was written before. */
  readonly before: Audience;
  /** Where git is told what stays out of it; undefined without a repository. */
  readonly exclusion: Exclusion | undefined;
}

/** The biggest settings file that is looked into. */
const biggest = 4 * 1024 * 1024;

export function workspaceOf(root: string, { files }: FilePorts, options: ProtectOptions): Workspace {
  const real = realRootOf(root, files);
  const receipts = readReceipts(real, files, options.home);
  const made = new Set(receipts.flatMap(({ folders }) => folders));
  const existing = (path: string): string | undefined => readSettings(path, files);
  const exclusion = exclusionOf(real, files);
  const before = audienceBefore(exclusion, files);
  const audience = options.audience ?? before;
  if (audience === "personal" && exclusion === undefined)
    throw new LeastkeyError(
      "usage",
      `${real} is in no git repository, so nothing is committed`,
      "leave out --personal",
    );
  return {
    root: real,
    audience,
    before,
    exclusion,
    registry: registryFor(audience, real, files),
    existing,
    protectedPaths: options.protectedPaths ?? indexedPaths(real, files, options.home),
    // a folder that was made for another file of ours goes when the last of them goes
    missingFolders: (path) =>
      missingFolders(real, path, (folder) => made.has(folder) || files.stat(folder) === undefined),
    receipt: (path, text) => receiptFor(receipts, path, text),
    sandbox: options.sandbox ?? receipts.some(({ switches }) => switches !== undefined),
    switches: (path) => receipts.flatMap((receipt) => (receipt.path === path ? (receipt.switches ?? []) : [])),
    wasWritten: (path) => receipts.some((receipt) => receipt.path === path),
    hash: contentHash,
    // On this machine Leastkey is there: a hook of the user's own that does not find it is broken, and refuses.
    require: options.require ?? (audience === "personal" || requiredBefore(real, existing)),
  };
}

/** Every agent with the files that are written for it. */
export const registryFor = (audience: Audience, root: string, files: Files): readonly Agent[] =>
  audience === "personal" ? personalAgents(root, files) : agents;

export function realRootOf(root: string, files: Files): string {
  const real = files.realPath(root);
  if (real === undefined) throw new LeastkeyError("not-found", `${root} is not there`, "name a folder that exists");
  return slashed(real);
}

/** Bytes that are not UTF-8 would not come back as they were, so such a file is left alone. */
function readSettings(path: string, files: Files): string | undefined {
  const bytes = files.read(path);
  if (bytes === undefined) return undefined;
  if (bytes.length > biggest)
    throw new LeastkeyError("config.invalid", "over 4 MB", "make it smaller, or leave this agent out");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LeastkeyError("config.invalid", "not UTF-8", "save it as UTF-8, then run protect again");
  }
}

function indexedPaths(real: string, files: Files, home: IndexHome): readonly ProtectedPath[] {
  const lookup = readIndexAt(real, files, home);
  return lookup.kind === "found" ? lookup.index.protectedPaths : [];
}

/** A project that once asked for Leastkey keeps asking until told otherwise. */
function requiredBefore(root: string, existing: (path: string) => string | undefined): boolean {
  try {
    return existing(`${root}/.claude/settings.json`)?.includes("this project requires Leastkey") === true;
  } catch (error) {
    if (error instanceof LeastkeyError) return false; // told as refused by the plan itself
    throw error;
  }
}

function missingFolders(root: string, path: string, isMissing: (folder: string) => boolean): readonly string[] {
  const missing: string[] = [];
  for (let folder = parentOf(path); folder.length > root.length && isMissing(folder); ) {
    missing.unshift(folder);
    folder = parentOf(folder);
  }
  return missing;
}

export function chosenAgents(
  workspace: Workspace,
  files: Files,
  asked: readonly string[] | undefined,
): readonly Agent[] {
  if (asked !== undefined) return asked.map((id) => known(id, workspace));
  return workspace.registry.filter(
    (agent) => foundationAgents.includes(agent.id) || isUsed(agent, workspace, files) || isWrittenFor(agent, workspace),
  );
}

export function known(id: string, { registry }: Workspace): Agent {
  const agent = registry.find((one) => one.id === id);
  if (agent !== undefined) return agent;
  const titled = agents.find((one) => one.id === id)?.title;
  if (titled !== undefined) {
    const hint = "leave out --personal, or leave this agent out";
    throw new LeastkeyError("usage", `git follows every file of ${titled} here, so they are the team's`, hint);
  }
  throw new LeastkeyError("usage", `there is no agent "${id}"`, `known are ${agents.map((one) => one.id).join(", ")}`);
}

/** Files of the agent's own stand here; one that we made is no sign of it, nor is a folder with nothing else in it. */
export function isUsed(agent: Agent, workspace: Workspace, files: Files): boolean {
  return agent.traces.some((trace) => holdsOthers(`${workspace.root}/${trace}`, 3, workspace, files));
}

function holdsOthers(path: string, depth: number, workspace: Workspace, files: Files): boolean {
  const stat = files.stat(path);
  if (stat === undefined) return false;
  if (stat.kind !== "directory") return !isOursAlone(path, workspace);
  if (depth === 0) return true;
  return files.list(path).some(({ name }) => holdsOthers(`${path}/${name}`, depth - 1, workspace, files));
}

/** Taking out what is ours would remove the file. */
function isOursAlone(path: string, workspace: Workspace): boolean {
  const users = workspace.registry.filter(({ surfaces }) =>
    surfaces.some((surface) => absolutePath(workspace.root, surface) === path),
  );
  if (users.length === 0) return false;
  const { changes } = planUnprotection({ ...workspace, agents: users });
  return changes.some((change) => change.path === path && change.after === undefined);
}

/**
 * A file that no other agent shares holds something of ours, or did when it was written; an agent without such a file:
 * all of its files do.
 */
export function isWrittenFor(agent: Agent, workspace: Workspace): boolean {
  const states = (surfaces: readonly Surface[]): readonly SurfaceState[] =>
    surfaces.map((surface) => surfaceState(workspace, { agent, surface }));
  const isThere = (state: SurfaceState): boolean => state === "present" || state === "drifted";
  // what a user may have set by themselves is no sign
  const always = agent.surfaces.filter(({ onRequest }) => onRequest === undefined);
  const own = always.filter((surface) => !sharedPaths.has(surface.path));
  if (own.some((surface) => workspace.wasWritten?.(absolutePath(workspace.root, surface)) === true)) return true;
  return own.length > 0 ? states(own).some(isThere) : states(always).every(isThere);
}

/** Every file of a workspace in which agents are kept away, or their hooks switched off; below the root. */
export const ruleFiles: readonly string[] = [
  ...new Set(
    agents.flatMap(({ surfaces, hookSwitch }) => [...surfaces.map(({ path }) => path), ...(hookSwitch?.paths ?? [])]),
  ),
].toSorted();

const sharedPaths: ReadonlySet<string> = new Set(
  agents
    .flatMap(({ surfaces }) => [...new Set(surfaces.map(({ path }) => path))])
    .filter((path, at, all) => all.indexOf(path) !== at),
);
