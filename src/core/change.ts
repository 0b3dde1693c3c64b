/**
 * One planned write. Writers never write: they return these, and guard/apply.ts shows, checks and carries them out.
 * `before` is what the plan was made from; when the file on disk differs, the write is refused.
 */
export interface FileChange {
  readonly path: string; // absolute
  readonly before: string | undefined; // undefined: there was no file
  readonly after: string | undefined; // undefined: the file is removed
  /** What the change is for, for the preview: "hide 4 files from Cursor". */
  readonly why: string;
  readonly mode?: number; // permission bits of a new file, 0o600
}
