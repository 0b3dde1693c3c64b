import type { Commit } from "../core/finding.ts";
import { failure, type ScanPart, type ScanPorts, scanContent } from "../guard/scan.ts";
import { merged } from "../guard/scan-report.ts";
import { blobContents } from "../platform/git-blobs.ts";
import type { Blob } from "./messages.ts";

/** Held in memory whole. */
const largest = 64 * 1024 * 1024;

/** Scans versions from git's store, each finding with the commit that brought its version. */
export function scanVersions(
  { root, blobs }: { readonly root: string; readonly blobs: readonly Blob[] },
  ports: Pick<ScanPorts, "fingerprinter" | "digest">,
  onProgress: (done: number) => void,
): ScanPart {
  const small = blobs.filter(({ size }) => size <= largest);
  const contents = blobContents(
    root,
    small.map(({ id }) => id),
  );
  return merged([
    ...small.map(({ path, commit }, at) => {
      onProgress(at);
      const content = contents[at];
      return content === undefined
        ? failure(path, "git could not give a version of it")
        : withCommit(scanContent(path, content, ports), commit);
    }),
    ...blobs
      .filter(({ size }) => size > largest)
      .map(({ path }) => failure(path, "a version larger than 64 MB: left out")),
  ]);
}

const withCommit = (part: ScanPart, commit: Commit | undefined): ScanPart =>
  commit === undefined ? part : { ...part, findings: part.findings.map((finding) => ({ ...finding, commit })) };
