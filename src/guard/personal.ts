import type { Agent, Surface } from "../agents/agent.ts";
import { agents } from "../agents/index.ts";
import { appendBlock, blockLines, type Fence, withoutBlock } from "../agents/render/marked-block.ts";
import type { FileChange } from "../core/change.ts";
import { within } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import { followedIn, type Repository, repositoryOf } from "./decide-worktrees.ts";

/** Whose files protection writes: the project's, committed for everybody, or this user's alone, kept out of git. */
export type Audience = "team" | "personal";

type Read = (path: string) => string | undefined;

/** Where git is told which files stay out of it on this machine; the file is shared by all working trees. */
export interface Exclusion {
  readonly path: string;
  readonly fence: Fence;
  /** "/" and the way from the repository's top to the root. */
  readonly prefix: string;
}

export function exclusionOf(root: string, files: Files): Exclusion | undefined {
  const repository = repositoryOf(root, files);
  return repository === undefined ? undefined : exclusionIn(repository, root);
}

function exclusionIn({ top, common }: Repository, root: string): Exclusion {
  const below = within(top, root) ?? "";
  const prefix = below === "" ? "/" : `/${below}/`;
  return {
    path: `${common}/info/exclude`,
    prefix,
    fence: {
      begin: `# leastkey:begin personal ${prefix} (written by Leastkey, taken out by: leastkey unprotect)`,
      end: `# leastkey:end personal ${prefix}`,
    },
  };
}

/** As it was written before: the block says so. */
export function audienceBefore(exclusion: Exclusion | undefined, files: Files): Audience {
  const text = exclusion === undefined ? undefined : files.readText(exclusion.path);
  if (text === undefined || exclusion === undefined) return "team";
  return blockLines(text, exclusion.fence) === undefined ? "team" : "personal";
}

/**
 * The registry as a user has it who commits nothing: each agent with its personal file where it reads one, else the
 * project's file, and without those that git follows, which are the team's.
 */
export function personalAgents(root: string, files: Files): readonly Agent[] {
  const top = repositoryOf(root, files)?.top ?? root;
  const below = within(top, root) ?? "";
  const isFollowed = followedIn(top, files);
  return agents.flatMap((agent): readonly Agent[] => {
    const [first, ...rest] = agent.surfaces
      .map((surface: Surface): Surface => ({ ...surface, path: surface.personal ?? surface.path }))
      .filter(({ path }) => !isFollowed(below === "" ? path : `${below}/${path}`));
    return first === undefined ? [] : [{ ...agent, surfaces: [first, ...rest] }];
  });
}

/** An agent with every file that its rules may stand in here: where the user has their own, the team's count as well. */
export function agentHere(id: string, root: string, files: Files): Agent | undefined {
  const agent = agents.find((one) => one.id === id);
  if (agent === undefined || audienceBefore(exclusionOf(root, files), files) === "team") return agent;
  const own = personalAgents(root, files).find((one) => one.id === id)?.surfaces ?? [];
  const others = agent.surfaces.filter(({ path, kind }) => !own.some((one) => one.path === path && one.kind === kind));
  const [first, ...rest] = [...own, ...others];
  return first === undefined ? agent : { ...agent, surfaces: [first, ...rest] };
}

/** Keeps these files out of git, which follows none of them. undefined: it is so already. */
export function planExclusion(
  { path, fence, prefix }: Exclusion,
  paths: readonly string[],
  read: Read,
): FileChange | undefined {
  const before = read(path);
  const lines = [...new Set(paths.map((one) => `${prefix}${one}`))].toSorted();
  const now = before === undefined ? undefined : blockLines(before, fence);
  if (now !== undefined && now.join("\n") === lines.join("\n")) return undefined;
  const bare = before === undefined ? undefined : withoutBlock(before, fence);
  return { path, before, after: appendBlock(bare, fence, lines).text, why: "keep what is written out of git" };
}

export function planInclusion({ path, fence }: Exclusion, read: Read): FileChange | undefined {
  const before = read(path);
  const after = before === undefined ? undefined : withoutBlock(before, fence);
  return after === before ? undefined : { path, before, after, why: "take out what kept our files out of git" };
}
