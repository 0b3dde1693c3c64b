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

/** Every working tree of the repository that `root` is the top of one of. */
export function worktrees(root: string, files: Files): readonly string[] {
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

export interface Repository {
  readonly top: string; // of this working tree
  /** The repository's own folder, shared by all its working trees. */
  readonly common: string;
}

/** The repository that a folder stands in; undefined: none. A `.git` without a HEAD is none to git either. */
export function repositoryOf(folder: string, files: Files): Repository | undefined {
  for (const top of upward(folder)) {
    const common = files.stat(`${top}/.git`) === undefined ? undefined : commonFolder(top, files);
    if (common !== undefined && files.stat(`${common}/HEAD`) !== undefined) return { top, common };
  }
  return undefined;
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

/** Index version 4 shortens paths by what they share with the one before. */
const shortened = 4;

/**
 * Which files git follows in the working tree at `top`, by paths below it and by whole names only. An index that is too
 * large or of a newer form is taken to follow everything.
 */
export function followedIn(top: string, files: Files): (path: string) => boolean {
  const index = `${gitFolder(top, files) ?? ""}/index`;
  const size = files.stat(index)?.size;
  if (size === undefined) return () => false;
  const bytes = size > largestGitIndex ? undefined : files.read(index);
  if (bytes === undefined || bytes.length < 12) return () => true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4) >= shortened) return () => true;
  return (path) => entriesOf(path, bytes, view).next().done !== true;
}

/** Offsets of a path in the index's bytes where it is the whole name of an entry. */
function* entriesOf(path: string, bytes: Uint8Array, view: DataView): Generator<number> {
  const name = new TextEncoder().encode(`${path}\0`);
  for (let at = find(bytes, name, entryHead); at >= 0; at = find(bytes, name, at + 1)) {
    if ((view.getUint16(at - 2) & 0xfff) === Math.min(name.length - 1, 0xfff)) yield at;
  }
}

/** Of an index entry: everything before the path. Version 2 and 3, SHA-1; others are taken to be changed. */
const entryHead = 62;

/** Whether the file on the disk is the one that git's index holds, by its time and size as git itself tells it. */
export function isUnchanged(path: string, files: Files): boolean {
  const root = upward(parentOf(path)).find((folder) => files.stat(`${folder}/.git`) !== undefined);
  const relative = root === undefined ? undefined : within(root, path);
  const folder = root === undefined ? undefined : gitFolder(root, files);
  const stat = files.stat(path);
  const size = folder === undefined ? undefined : files.stat(`${folder}/index`)?.size;
  if (relative === undefined || stat === undefined || size === undefined || size > largestGitIndex) return false;
  const bytes = files.read(`${folder ?? ""}/index`);
  if (bytes === undefined) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const at of entriesOf(relative, bytes, view)) {
    const seconds = view.getUint32(at - entryHead + 8);
    if (seconds === Math.floor(stat.mtimeMs / 1000) && view.getUint32(at - 26) === stat.size) return true;
  }
  return false;
}

function find(bytes: Uint8Array, part: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(part[0] ?? 0, from); at >= 0; at = bytes.indexOf(part[0] ?? 0, at + 1)) {
    if (at + part.length <= bytes.length && part.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
