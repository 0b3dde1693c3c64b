import { join } from "node:path";
import type { Tier } from "../core/finding.ts";
import type { ScanReport } from "../guard/scan.ts";
import type { CliContext } from "./context.ts";

/** Scans in worker threads, with progress on a terminal; Ctrl-C ends it. */
export async function scanFolder(
  context: CliContext,
  root: string,
  options: { readonly tier?: Tier; readonly exclude?: readonly string[] } = {},
): Promise<ScanReport> {
  const { createScanner } = await import("../worker/scan-client.ts");
  const scanner = createScanner({ workerPath: join(context.programs, "scan-worker.js"), home: context.home });
  try {
    return await scanner.scan(root, {
      ...options,
      signal: context.interrupted,
      onProgress: (done, total) => context.output.progress(`scanning ${String(done)} of ${String(total)} files`),
    });
  } finally {
    context.output.progress(undefined);
    await scanner.dispose();
  }
}
