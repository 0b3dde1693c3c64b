import { join, resolve } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { ScanReport } from "../guard/scan.ts";
import { type Baseline, baselineOf, baselinePath, parseBaseline } from "../guard/scan-baseline.ts";
import { requireConsent } from "./confirm.ts";
import type { CliContext } from "./context.ts";

export interface BaselineFile {
  readonly path: string;
  /** undefined: there is none yet. */
  readonly baseline: Baseline | undefined;
}

/** The baseline named, which must be there, or the project's own, which may be. */
export async function readBaseline(
  context: CliContext,
  root: string,
  { named, mayMiss }: { readonly named: string | undefined; readonly mayMiss: boolean },
): Promise<BaselineFile> {
  const { files } = await context.ports();
  const path = named === undefined ? join(root, baselinePath) : resolve(named);
  const text = files.readText(path);
  if (text !== undefined) return { path, baseline: parseBaseline(text, path) };
  if (named !== undefined && !mayMiss) {
    throw new LeastkeyError("config.invalid", `the baseline ${path} is not there`, "write it with --update-baseline");
  }
  return { path, baseline: undefined };
}

/** Writes what was found as accepted; asks first. */
export async function writeBaseline(
  context: CliContext,
  path: string,
  report: ScanReport,
  { salt, yes }: { readonly salt: string; readonly yes: boolean | undefined },
): Promise<void> {
  const { files } = await context.ports();
  const next = baselineOf(report, salt);
  const count = next.accepted.length;
  await requireConsent(`accept ${String(count)} findings in ${path}?`, yes);
  files.replace(path, `${JSON.stringify(next, undefined, 2)}\n`);
  context.output.talk(`${String(count)} findings accepted in ${path}`);
  context.output.hint("commit it; they are still kept from agents, and take them out with 'leastkey move'");
}
