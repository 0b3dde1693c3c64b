import type { AuditEvent } from "../audit/event.ts";
import type { FileChange } from "../core/change.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { nameOf, parentOf, slashed, within } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import type { Ports } from "./ports.ts";
import { realOf } from "./write-index.ts";

export interface ApplyOptions {
  /** The lock file that every writer of this workspace takes. */
  readonly lock: string;
  /** Nothing outside this folder is written, links followed. */
  readonly root: string;
  /** Nor outside of these. */
  readonly also?: readonly string[];
  /** How long to wait for another run; five seconds unless told. */
  readonly waitMs?: number;
  /** Runs inside the lock, before the first and after the last write. */
  readonly begin?: () => void;
  readonly end?: () => void;
  /** Recorded when everything is written. */
  readonly event?: AuditEvent;
  /** Folders to remove afterwards where they are empty; innermost first. */
  readonly folders?: readonly string[];
}

/**
 * Carries out planned writes: all of them or, when one is refused, none. Every file is written atomically; one that
 * fails in the middle takes the earlier ones back. A file that another run has written the same way counts as done.
 *
 * A file that is a link is written at its target, and the link stays; a target outside `root` is refused, because it
 * is not the project's. Returns the paths written.
 */
export function applyChanges(
  changes: readonly FileChange[],
  ports: Pick<Ports, "files" | "audit">,
  options: ApplyOptions,
): readonly string[] {
  const written = ports.files.locked(options.lock, options.waitMs ?? 5000, () => {
    const due = changes.filter((change) => isDue(change, ports.files));
    const targets = due.map((change) => ({ change, target: targetOf(change, ports.files, options) }));
    options.begin?.();
    writeAll(targets, ports.files);
    flush(targets, ports.files);
    for (const folder of options.folders ?? []) ports.files.removeEmptyFolder(folder);
    options.end?.();
    return due.map(({ path }) => path);
  });
  if (options.event !== undefined && written.length > 0) ports.audit.append(options.event);
  return written;
}

/** false when the file is already as planned. Throws when it is neither as planned nor as the plan found it. */
function isDue({ path, before, after }: FileChange, files: Files): boolean {
  const now = files.readText(path);
  if (now === after) return false;
  if (now === before) return true;
  const what = now === undefined ? "was removed" : before === undefined ? "was made" : "was changed";
  throw new LeastkeyError(
    "file.changed",
    `${path} ${what} in the meantime; nothing was written`,
    "run the command again",
  );
}

interface Write {
  readonly change: FileChange;
  readonly target: string;
}

/** Where a change is written, links followed. Throws for what must not or cannot be written, before anything is. */
function targetOf({ path, after }: FileChange, files: Files, { root, also = [] }: ApplyOptions): string {
  const roots = [root, ...also].map((one) => slashed(files.realPath(one) ?? one));
  const real = realOf(path, files);
  const isLink = files
    .list(parentOf(slashed(path)))
    .some(({ name, kind }) => name === nameOf(slashed(path)) && kind === "link");
  if (isLink && files.stat(path) === undefined) {
    throw unwritable(path, "is a link to nothing", "remove the link, or make the file it points to");
  }
  if (roots.every((one) => within(one, real) === undefined)) {
    throw unwritable(
      path,
      "leads outside the project",
      "replace the link by a file of the project, or leave this agent out",
    );
  }
  if (isLink && after === undefined) throw unwritable(path, "is a link", "remove it yourself");
  const stat = files.stat(path);
  if (stat !== undefined && (stat.mode & 0o200) === 0) {
    throw unwritable(path, "is read-only", "make it writable, or leave this agent out");
  }
  return real;
}

function unwritable(path: string, why: string, hint: string): LeastkeyError {
  return new LeastkeyError("file.unwritable", `${path} ${why}; nothing was written`, hint);
}

function writeAll(writes: readonly Write[], files: Files): void {
  const done: Write[] = [];
  for (const write of writes) {
    try {
      sweep(files, write.target, write.change.after);
      put(files, write.target, write.change.after, write.change.mode);
      done.push(write);
    } catch (error) {
      throw takenBack(done, files, error);
    }
  }
}

/**
 * An atomic write that was killed leaves `NAME.DIGITS` beside the file (write-file-atomic 7 names it so). What holds
 * what is about to be written, or its beginning, is such a one; anything else by that name is somebody's own.
 */
function sweep(files: Files, target: string, content: string | undefined): void {
  if (content === undefined) return;
  const folder = parentOf(slashed(target));
  const name = nameOf(slashed(target));
  for (const entry of files.list(folder)) {
    const rest = entry.kind === "file" && entry.name.startsWith(`${name}.`) ? entry.name.slice(name.length + 1) : "";
    if (!/^\d{5,10}$/.test(rest)) continue;
    const left = `${folder}/${entry.name}`;
    const isShorter = (files.stat(left)?.size ?? 0) <= new TextEncoder().encode(content).length;
    const text = isShorter ? (files.readText(left) ?? "") : "";
    if (text !== "" && content.startsWith(text)) files.remove(left);
  }
}

/** The failure, with what became of the files written before it. */
function takenBack(done: readonly Write[], files: Files, error: unknown): LeastkeyError {
  const stuck = done.toReversed().filter(({ change, target }) => {
    try {
      put(files, target, change.before, change.mode);
      return false;
    } catch {
      return true; // the disk refuses; the message names the file
    }
  });
  const state =
    stuck.length === 0
      ? "nothing was changed"
      : `these stay changed: ${stuck.map(({ change }) => change.path).join(", ")}`;
  const code = error instanceof LeastkeyError ? error.code : "file.unwritable";
  const hint = error instanceof LeastkeyError ? error.hint : "check the disk and its permissions";
  return new LeastkeyError(code, `${messageOf(error)}; ${state}`, hint, error);
}

/** Each folder once: the first takes most of the others along, where each file by itself would wait for the disk twice. */
function flush(writes: readonly Write[], files: Files): void {
  const written = writes.filter(({ change }) => change.after !== undefined);
  for (const folder of new Set(written.map(({ target }) => parentOf(slashed(target))))) files.flushFolder(folder);
}

function put(files: Files, path: string, content: string | undefined, mode: number | undefined): void {
  if (content === undefined) files.remove(path);
  else files.replaceUnflushed(path, content, mode);
}
