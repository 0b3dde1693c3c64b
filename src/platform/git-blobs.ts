import type { Commit } from "../core/finding.ts";
import { gitOutput, gitStream } from "./safe-git.ts";

/** One version of one file in git's store. */
export interface GitBlob {
  readonly id: string;
  /** Relative to the root that was asked for, "/" between parts. */
  readonly path: string;
  readonly size: number;
  /** The commit that brought it; undefined for what is only staged. */
  readonly commit?: Commit;
}

type Unsized = Omit<GitBlob, "size">;

/** Top folder of the work tree around `root`; undefined when there is none. */
export function repositoryRoot(root: string): string | undefined {
  const top = gitOutput(root, ["rev-parse", "--show-toplevel"])?.toString("utf8").replace(/\n$/, "");
  return top === "" ? undefined : top;
}

/** The commit checked out; undefined before the first. */
export function headCommit(root: string): string | undefined {
  return gitOutput(root, ["rev-parse", "--verify", "-q", "HEAD"])?.toString("utf8").trim();
}

/** What the next commit would bring under `root`: added, copied, changed and renamed files. undefined: no repository. */
export function stagedBlobs(root: string): readonly GitBlob[] | undefined {
  const flags = ["--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=ACMR", "--relative"];
  const output = gitOutput(root, ["diff", ...flags, "--no-ext-diff"], { ofCommit: true });
  if (output === undefined) return undefined;
  const blobs: Unsized[] = [];
  const parser = rawParser((blob) => blobs.push(blob));
  parser(output.toString("utf8"));
  return sized(root, blobs);
}

const commitMark = "\u0001";
const perCheck = 4096;

/** Every blob that a commit of any ref brought, once, oldest commit first, in portions. Ends when `signal` fires. */
export async function* historyBlobs(root: string, signal?: AbortSignal): AsyncGenerator<readonly GitBlob[]> {
  const seen = new Set<string>();
  let found: Unsized[] = [];
  const parser = rawParser((blob) => {
    if (seen.has(blob.id)) return;
    seen.add(blob.id);
    found.push(blob);
  });
  const flags = ["--all", "--topo-order", "--reverse", "--raw", "-z", "-c", "--root", "--no-abbrev", "--no-renames"];
  const rest = ["--no-show-signature", "--no-ext-diff", "--no-color", `--format=${commitMark}%H %cI`];
  const heads = headCommit(root) === undefined ? [] : ["HEAD"];
  const decoder = new TextDecoder();
  for await (const part of gitStream(root, ["log", ...flags, ...rest, ...heads, "--"], signal)) {
    parser(decoder.decode(part, { stream: true }));
    if (found.length < perCheck) continue;
    yield sized(root, found);
    found = [];
  }
  parser("\0");
  if (found.length > 0) yield sized(root, found);
}

const header = /^:+((?:\d{6} )+)((?:[0-9a-f]{40,64} )+)[A-Z]+$/;
const fileModes = new Set(["100644", "100755", "100664"]);

/** Takes git's `--raw -z` output in parts. Records end with NUL; a merge's have one more mode and id per parent. */
function rawParser(take: (blob: Unsized) => void): (text: string) => void {
  let rest = "";
  let commit: Commit | undefined;
  let id: string | undefined;
  return (text) => {
    const records = (rest + text).split("\0");
    rest = records.pop() ?? "";
    for (const record of records) {
      if (id !== undefined) {
        if (id !== "") take({ id, path: record, ...(commit === undefined ? {} : { commit }) });
        id = undefined;
        continue;
      }
      const line = record.replace(/^\n+/, "");
      if (line.startsWith(commitMark)) {
        const [name, at] = line.slice(1).split(/[ \n]/);
        commit = { id: name ?? "", at: at ?? "" };
      }
      const match = header.exec(line.slice(line.lastIndexOf("\n") + 1));
      if (match !== null) id = idOf(match[1] ?? "", match[2] ?? "");
    }
  };
}

/** The resulting blob of a record; "" for what is no file: a submodule, a link, a removal. */
function idOf(modes: string, ids: string): string {
  const id = ids.trim().split(" ").at(-1) ?? "";
  return fileModes.has(modes.trim().split(" ").at(-1) ?? "") && !/^0+$/.test(id) ? id : "";
}

/** With sizes; what the store does not have (a partial clone) is left out. */
function sized(root: string, blobs: readonly Unsized[]): readonly GitBlob[] {
  const names = blobs.map(({ id }) => `${id}\n`).join("");
  const output = gitOutput(root, ["cat-file", "--batch-check=%(objectname) %(objectsize)"], { input: names });
  const lines = output?.toString("latin1").split("\n") ?? [];
  return blobs.flatMap((blob, at) => {
    const [id, size] = (lines[at] ?? "").split(" ");
    return id === blob.id && /^\d+$/.test(size ?? "") ? [{ ...blob, size: Number(size) }] : [];
  });
}

/** Contents of blobs, in order; undefined where the store has none. All are held at once: ask for a few MB. */
export function blobContents(root: string, ids: readonly string[]): readonly (Uint8Array | undefined)[] {
  const output = gitOutput(root, ["cat-file", "--batch", "--buffer"], { input: ids.map((id) => `${id}\n`).join("") });
  let at = 0;
  return ids.map((id) => {
    if (output === undefined) return undefined;
    const end = output.indexOf(10, at);
    const [name, kind, size] = output.toString("latin1", at, Math.max(at, end)).split(" ");
    at = end + 1;
    if (end < 0 || name !== id || kind !== "blob") return undefined;
    const from = at;
    at += Number(size) + 1;
    return output.subarray(from, from + Number(size));
  });
}
