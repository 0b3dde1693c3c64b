import { setImmediate as pause } from "node:timers/promises";
import type { Exposure, ExposureReport } from "../../core/exposure/exposure.ts";
import type { Scrubbed } from "../../guard/exposures/scrub.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

export interface ExposuresOptions {
  readonly json?: boolean;
  readonly scrub?: boolean;
  readonly yes?: boolean;
}

/** `leastkey scan --exposures`: what agents, shells and editors on this machine have already recorded. */
export async function exposures(context: CliContext, path: string, options: ExposuresOptions): Promise<ExitCode> {
  const [
    { findExposures },
    { listRecordFiles },
    { recordPlaces },
    { machineFingerprinter },
    { recordSearch },
    { removeOldBackups },
  ] = await Promise.all([
    import("../../guard/exposures/find-exposures.ts"),
    import("../../platform/exposure-files.ts"),
    import("../../core/exposure/places.ts"),
    import("../../platform/fingerprint.ts"),
    import("../../guard/runbook/last-search.ts"),
    import("../../guard/exposures/backups.ts"),
  ]);
  const workspace = await workspaceRoot(context, path);
  const ports = await context.ports();
  const fingerprinter = machineFingerprinter(context.home);
  const { output } = context;
  const old = removeOldBackups(ports.files, context.home, ports.clock.now());
  if (old > 0) output.talk(`deleted ${String(old)} backups of scrubbed records whose time was over`);
  const finds = await findExposures(
    {
      ...ports,
      fingerprinter,
      pause: () => pause(),
      list: () => listRecordFiles(recordPlaces, { env: context.env, platform: process.platform, workspace }),
    },
    {
      home: context.home,
      signal: context.interrupted,
      onProgress: (done, total) => output.progress(`searching records: ${String(Math.floor((done * 100) / total))} %`),
    },
  );
  output.progress(undefined);
  recordSearch({ at: iso(ports.clock.now()), exposures: finds.report.exposures }, context.home, ports.files);
  if (options.scrub !== true) {
    if (options.json === true) output.json(publicExposures(finds.report));
    else show(context, finds.report);
    return finds.report.exposures.length > 0 ? exitCodes.found : exitCodes.fine;
  }
  const [{ applyScrub, planScrub }, { openFiles }, { sqliteWriter }] = await Promise.all([
    import("../../guard/exposures/scrub.ts"),
    import("../../platform/exposure-open.ts"),
    import("../../platform/sqlite-file.ts"),
  ]);
  const scrubPorts = { ...ports, fingerprinter, open: openFiles, database: sqliteWriter() };
  const plan = planScrub(finds.report, scrubPorts);
  if (plan.files.length > 0)
    await requireConsent(`rewrite ${String(plan.files.length)} files, with a backup?`, options.yes);
  const scrubbed = applyScrub(plan, finds.values, scrubPorts, context.home);
  if (options.json === true) output.json({ ...publicExposures(finds.report), scrub: publicScrub(scrubbed) });
  else showScrub(context, scrubbed);
  return scrubbed.left.length > 0 ? exitCodes.found : exitCodes.fine;
}

const iso = (time: number): string => new Date(time).toISOString();

/** The report as programs read it, media/schema/exposures.schema.json: times in ISO 8601. */
function publicExposures(report: ExposureReport): object {
  return {
    ...report,
    exposures: report.exposures.map((exposure) => ({
      ...exposure,
      since: iso(exposure.since),
      places: exposure.places.map((place) => ({ ...place, since: iso(place.since) })),
    })),
  };
}

function publicScrub({ backupUntil, ...rest }: Scrubbed): object {
  return backupUntil === undefined ? rest : { ...rest, backupUntil: iso(backupUntil) };
}

function show(context: CliContext, { exposures: all, files, notes, errors, bytes }: ExposureReport): void {
  const { output } = context;
  for (const [at, exposure] of all.entries()) output.result(described(exposure, at + 1, context));
  for (const { path, message } of errors) output.talk(`${path}: ${message}`);
  const megabytes = (bytes / 1e6).toFixed(1);
  const searched = `${String(files)} records searched (${megabytes} MB), nothing left this machine`;
  output.talk(
    all.length === 0 ? `no recorded credentials; ${searched}` : `${String(all.length)} recorded; ${searched}`,
  );
  for (const note of notes) output.talk(`not searched: ${note}`);
  if (all.length > 0)
    output.hint("rotate from the top; 'leastkey scan --exposures --scrub' takes the values out of the records");
}

function described(exposure: Exposure, rank: number, { output }: CliContext): string {
  const title = output.style(exposure.reasons.includes("production") ? "red" : "yellow", exposure.label);
  const why = exposure.reasons.length === 0 ? "" : `  ${exposure.reasons.join(" · ")}`;
  const times = exposure.occurrences === 1 ? "once" : `${String(exposure.occurrences)} times`;
  const places = exposure.places
    .slice(0, 5)
    .map(({ path, agent, kind, occurrences }) => `    ${agent} ${kind}  ${path} (${String(occurrences)})`);
  const more = exposure.places.length - places.length;
  return [
    `${output.style("bold", `${String(rank)}.`)} ${title}${why}`,
    `    recorded ${times} by ${exposure.agents.join(", ")}, since ${iso(exposure.since).slice(0, 10)}`,
    ...places,
    ...(more > 0 ? [`    and ${String(more)} more files`] : []),
    `    ${exposure.rotation.detail}`,
  ].join("\n");
}

function showScrub({ output }: CliContext, { files, left, backup, backupUntil }: Scrubbed): void {
  for (const { path, marks } of files) output.result(`scrubbed  ${path}  (${String(marks)})`);
  for (const { path, reason } of left) output.result(`left alone  ${path}  ${reason}`);
  if (backup === undefined || backupUntil === undefined) return output.talk("nothing was scrubbed");
  output.talk(`${String(files.length)} files scrubbed; as they were, unencrypted and for you alone: ${backup}`);
  output.talk(`the first search after ${iso(backupUntil).slice(0, 10)} deletes that folder`);
  output.hint("delete it yourself once the credentials are rotated; a shell that is open may write its history again");
}
