import type { Tier } from "../core/finding.ts";
import type { ScanReport } from "../guard/scan.ts";
import type { CliContext } from "./context.ts";
import { scanSource } from "./scan-source.ts";

/** Scans a whole folder. */
export function scanFolder(
  context: CliContext,
  root: string,
  { tier = "generic", exclude = [] }: { readonly tier?: Tier; readonly exclude?: readonly string[] } = {},
): Promise<ScanReport> {
  return scanSource(context, { kind: "paths", root, within: undefined }, { tier, exclude });
}
