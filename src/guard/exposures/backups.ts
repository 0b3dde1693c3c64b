import type { Files } from "../../core/ports.ts";

/**
 * What was scrubbed is kept as it was for as long, unencrypted and for the user alone: long enough to miss something
 * in a transcript, short enough that the copies are no second place to leak from. Not encrypted to the vault's key,
 * because whoever can read the home can ask the keychain for that key as well, and a restore must not need the vault.
 */
const keptDays = 14;
const dayMs = 86_400_000;

const foldersOf = (home: { readonly root: string }): string => `${home.root}/backups`;

export function backupFolder(home: { readonly root: string }, now: number): string {
  return `${foldersOf(home)}/exposures-${new Date(now).toISOString().replaceAll(":", "-")}`;
}

/** Milliseconds since 1970. */
export const deletedAfter = (now: number): number => now + keptDays * dayMs;

/** Deletes backups whose time is over, at the next search or scrub after it. Answers with how many there were. */
export function removeOldBackups(files: Files, home: { readonly root: string }, now: number): number {
  let removed = 0;
  for (const { name, kind } of files.list(foldersOf(home))) {
    const [, day, clock] = /^exposures-(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d\.\d+Z)$/.exec(name) ?? [];
    if (kind !== "directory" || day === undefined || clock === undefined) continue;
    const made = Date.parse(`${day}T${clock.replaceAll("-", ":")}`);
    if (!(now > deletedAfter(made))) continue;
    const folder = `${foldersOf(home)}/${name}`;
    for (const entry of files.list(folder)) if (entry.kind === "file") files.remove(`${folder}/${entry.name}`);
    files.removeEmptyFolder(folder);
    removed++;
  }
  return removed;
}
