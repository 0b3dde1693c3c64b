import type { AuditLog } from "../../audit/event.ts";
import { decodeUtf8 } from "../../core/detect/decode.ts";
import { messageOf } from "../../core/errors.ts";
import type { ExposureReport } from "../../core/exposure/exposure.ts";
import { nameOf } from "../../core/paths.ts";
import { setTripwire, type Tripwire } from "../../core/tripwire.ts";
import { backupFolder, deletedAfter, removeOldBackups } from "./backups.ts";
import { cleanse } from "./cleanse.ts";
import type { ExposureFinds } from "./find-exposures.ts";
import type { ExposurePorts } from "./ports.ts";
import { type DatabaseWriter, databaseFiles, databaseOf, noSqlite, scrubDatabase } from "./scrub-database.ts";
import { stillParses } from "./still-parses.ts";

/** A file that changed this recently belongs to a running agent. */
const quietMs = 60_000;

export interface ScrubFile {
  readonly path: string;
  readonly occurrences: number;
  readonly isDatabase: boolean;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface LeftAlone {
  readonly path: string;
  readonly reason: string;
}

export interface ScrubPlan {
  readonly files: readonly ScrubFile[];
  readonly left: readonly LeftAlone[];
}

export interface ScrubPorts extends Pick<ExposurePorts, "files" | "clock" | "fingerprinter"> {
  readonly audit: AuditLog;
  /** platform/exposure-open.ts */
  readonly open: (paths: readonly string[]) => ReadonlySet<string>;
  /** undefined: this Node has no SQLite. */
  readonly database: DatabaseWriter | undefined;
}

/** Which files would be rewritten, and which are left alone and why. Changes nothing. */
export function planScrub(
  report: ExposureReport,
  ports: Pick<ScrubPorts, "files" | "clock" | "open" | "database">,
): ScrubPlan {
  const counts = new Map<string, { readonly occurrences: number; readonly isDatabase: boolean }>();
  for (const place of report.exposures.flatMap(({ places }) => places)) {
    const isDatabase = place.kind === "database";
    const path = isDatabase ? databaseOf(place.path) : place.path;
    const before = counts.get(path)?.occurrences ?? 0;
    counts.set(path, { occurrences: before + place.occurrences, isDatabase });
  }
  const allOf = (path: string): readonly string[] => (counts.get(path)?.isDatabase ? databaseFiles(path) : [path]);
  const open = ports.open([...counts.keys()].flatMap(allOf));
  const files: ScrubFile[] = [];
  const left: LeftAlone[] = [];
  for (const [path, { occurrences, isDatabase }] of counts) {
    const stat = ports.files.stat(path);
    const changed = Math.max(...allOf(path).map((file) => ports.files.stat(file)?.mtimeMs ?? 0));
    const reason =
      stat === undefined
        ? "it is no longer there"
        : isDatabase && ports.database === undefined
          ? noSqlite
          : allOf(path).some((file) => open.has(file))
            ? "a running program has it open: end it, then scrub again"
            : ports.clock.now() - changed < quietMs
              ? "it changed within the last minute, so an agent is using it: end it, then scrub again"
              : undefined;
    if (reason !== undefined) left.push({ path, reason });
    else if (stat !== undefined) files.push({ path, occurrences, isDatabase, size: stat.size, mtimeMs: stat.mtimeMs });
  }
  return { files, left };
}

export interface Scrubbed {
  readonly files: readonly { readonly path: string; readonly marks: number }[];
  readonly left: readonly LeftAlone[];
  /** Folder of the files as they were, readable by the user alone; not encrypted. undefined: nothing was changed. */
  readonly backup: string | undefined;
  /** When the next search or scrub deletes that folder; milliseconds since 1970. */
  readonly backupUntil: number | undefined;
}

/**
 * Puts a mark in the place of every exposed value. Each file is kept as it was in LEASTKEY_HOME first, rewritten in
 * one step, and left alone when it would not parse any more or changed since the plan.
 */
export function applyScrub(
  plan: ScrubPlan,
  values: ExposureFinds["values"],
  ports: ScrubPorts,
  home: { readonly root: string },
): Scrubbed {
  const tripwire = setTripwire(values, ports.fingerprinter);
  const now = ports.clock.now();
  removeOldBackups(ports.files, home, now);
  const backup = backupFolder(home, now);
  const done: { readonly path: string; readonly marks: number }[] = [];
  const left: LeftAlone[] = [...plan.left];
  const fingerprints = new Set<string>();
  for (const [at, file] of plan.files.entries()) {
    const copy = `${backup}/${String(at + 1).padStart(4, "0")}-${nameOf(file.path)}`;
    const outcome = scrubFile(file, { tripwire, ports, copy });
    if (typeof outcome === "string") left.push({ path: file.path, reason: outcome });
    else {
      done.push({ path: file.path, marks: outcome.marks });
      for (const fingerprint of outcome.fingerprints) fingerprints.add(fingerprint);
    }
  }
  if (done.length === 0) return { files: [], left, backup: undefined, backupUntil: undefined };
  ports.files.replace(`${backup}/files.json`, `${JSON.stringify(done, undefined, 2)}\n`, 0o600);
  ports.audit.append({
    action: "exposure.scrub",
    outcome: left.length === 0 ? "done" : "failed",
    attribution: "confirmed",
    paths: done.map(({ path }) => path),
    credentials: [...fingerprints],
    reason: `${String(done.length)} files scrubbed, ${String(left.length)} left alone`,
  });
  return { files: done, left, backup, backupUntil: deletedAfter(now) };
}

interface Scrubbing {
  readonly tripwire: Tripwire;
  readonly ports: ScrubPorts;
  readonly copy: string;
}

/** What was done, or why the file is left as it is. */
function scrubFile(
  file: ScrubFile,
  { tripwire, ports, copy }: Scrubbing,
): string | { readonly marks: number; readonly fingerprints: readonly string[] } {
  const hasChanged = (): boolean => {
    const stat = ports.files.stat(file.path);
    return stat === undefined || stat.size !== file.size || stat.mtimeMs !== file.mtimeMs;
  };
  try {
    if (file.isDatabase && ports.database !== undefined) {
      if (hasChanged()) return "it changed meanwhile: an agent is using it";
      return scrubDatabase(file.path, { files: ports.files, tripwire, writer: ports.database, copy });
    }
    const before = ports.files.read(file.path);
    if (before === undefined || hasChanged()) return "it changed meanwhile: an agent is using it";
    const cleansed = cleanse(before, tripwire);
    if (cleansed === undefined) return "a value in it could not be taken out";
    if (cleansed.marks === 0) return "the value stands there in a form that cannot be taken out alone";
    if (!stillParses(decodeUtf8(before), decodeUtf8(cleansed.bytes)))
      return "it would no longer be valid JSON: delete the session in the agent itself";
    ports.files.replace(copy, before, 0o600);
    if (hasChanged()) return "it changed meanwhile: an agent is using it";
    ports.files.replace(file.path, cleansed.bytes);
    return cleansed;
  } catch (error) {
    return messageOf(error);
  }
}
