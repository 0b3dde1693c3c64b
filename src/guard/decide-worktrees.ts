import { parentOf, resolvePath, slashed, upward, within } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";

/**
 * The same file in the other working trees of its git repository. A protected file that git follows stands in each of
 * them; an agent that makes a worktree must not read it there.
 */
export function sameFileElsewhere(path: string, files: Files): readonly string[] {
  const root = upward(parentOf(path)).find((folder) => files.stat(`${folder}/.git`) !== undefined);
  if (root === undefined) return [];
  const relative = within(root, path);
  if (relative === undefined) return [];
  return worktrees(root, files)
    .filter((other) => other !== root)
    .map((other) => `${other}/${relative}`);
}

function worktrees(root: string, files: Files): readonly string[] {
  const common = commonFolder(root, files);
  if (common === undefined) return [];
  const linked = files
    .list(`${common}/worktrees`)
    .map((entry) => files.readText(`${common}/worktrees/${entry.name}/gitdir`)?.trim())
    .filter((gitFile) => gitFile !== undefined)
    .map((gitFile) => parentOf(resolvePath(common, slashed(gitFile))));
  const main = common.endsWith("/.git") ? [parentOf(common)] : [];
  return [...main, ...linked].map((folder) => slashed(files.realPath(folder) ?? folder));
}

/** The repository's own `.git` folder, whichever working tree `root` is; also where its index stands. */
function commonFolder(root: string, files: Files): string | undefined {
  const folder = gitFolder(root, files);
  if (folder === undefined) return undefined;
  const common = files.readText(`${folder}/commondir`)?.trim();
  return common === undefined ? folder : resolvePath(folder, slashed(common));
}

function gitFolder(root: string, files: Files): string | undefined {
  const place = `${root}/.git`;
  const stat = files.stat(place);
  if (stat?.kind === "directory") return place;
  if (stat?.kind !== "file") return undefined;
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(files.readText(place) ?? "")?.[1];
  return target === undefined ? undefined : resolvePath(root, slashed(target));
}

/** The branch that a working tree is on; undefined: no repository, or no branch. */
export function branchOf(root: string, files: Files): string | undefined {
  const folder = gitFolder(root, files);
  const head = folder === undefined ? undefined : files.readText(`${folder}/HEAD`);
  return /^ref: refs\/heads\/(\S+)\s*$/.exec(head ?? "")?.[1];
}

/** Larger indexes are not searched: the file is then taken to be followed. */
const largestGitIndex = 16 * 1024 * 1024;

/** Whether git follows the file, by its path in the index's bytes. */
export function isTracked(path: string, files: Files): boolean {
  const root = upward(parentOf(path)).find((folder) => files.stat(`${folder}/.git`) !== undefined);
  const relative = root === undefined ? undefined : within(root, path);
  if (root === undefined || relative === undefined) return false;
  const folder = gitFolder(root, files);
  const size = folder === undefined ? undefined : files.stat(`${folder}/index`)?.size;
  if (size === undefined) return false;
  if (size > largestGitIndex) return true;
  const text = files.readText(`${folder}/index`) ?? "";
  return text.includes(`${relative}\0`);
}
