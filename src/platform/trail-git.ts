import { execFile } from "node:child_process";
import { type AnchoredHead, anchoredHeads, anchorText } from "../audit/anchor.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { Home } from "./home.ts";
import { type Anchor, recordAnchor } from "./trail-anchors.ts";
import { lastRows } from "./trail-read.ts";

const notesRef = "leastkey";

/**
 * Puts the trail's head into a note on the repository's HEAD commit (refs/notes/leastkey). It counts as kept outside
 * once the notes are pushed. undefined when the trail is empty.
 */
export async function anchorInGit(home: Home, folder: string, options: GitAnchorOptions): Promise<Anchor | undefined> {
  const row = lastRows(home, 1)[0];
  if (row === undefined) return undefined;
  const head: AnchoredHead = { chain: row.uid.split("/")[0] ?? "", sequence: row.sequence, hash: row.hash };
  const text = anchorText(head, options.checkpoint);
  await git(folder, ["notes", `--ref=${notesRef}`, "append", "-F", "-", "HEAD"], text);
  const anchor: Anchor = { ...head, time: options.clock.now(), where: "git-note", place: folder };
  recordAnchor(home, anchor);
  return anchor;
}

export interface GitAnchorOptions {
  readonly clock: Clock;
  /** The signed checkpoint that goes with the head. */
  readonly checkpoint?: string;
}

/** The heads of a chain in the notes of a repository, on any of its commits; none when it has no such notes. */
export async function headsInGit(folder: string, chain: string): Promise<readonly AnchoredHead[]> {
  const refs = await git(folder, ["for-each-ref", "--format=%(refname)", `refs/notes/${notesRef}`]);
  if (refs.trim() === "") return [];
  const listed = await git(folder, ["notes", `--ref=${notesRef}`, "list"]);
  const blobs = [...new Set(listed.split("\n").flatMap((line) => /^([0-9a-f]{40,64}) /.exec(line)?.[1] ?? []))];
  const texts = await Promise.all(blobs.map((blob) => git(folder, ["cat-file", "blob", blob])));
  return texts.flatMap((text) => anchoredHeads(text, chain)).toSorted((a, b) => a.sequence - b.sequence);
}

/** Nothing that a repository configures to run is run, and no editor or prompt can open. */
const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "notes.rewriteRef="];
const committer = ["-c", "user.name=Leastkey", "-c", "user.email=leastkey@localhost", "-c", "commit.gpgSign=false"];

/** Without the variables by which a git hook that we run in would send us to its own repository. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("GIT_") && !name.startsWith("LEASTKEY_"),
  );
  return { ...Object.fromEntries(kept), GIT_EDITOR: "true", GIT_TERMINAL_PROMPT: "0" };
}

function git(folder: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      [...safe, ...committer, ...args],
      {
        cwd: folder,
        encoding: "utf8",
        timeout: 10_000,
        env: gitEnvironment(),
      },
      (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(notAnchored(folder, stderr, error))),
    );
    child.stdin?.on("error", () => undefined); // git ended without reading it: its exit code says why
    child.stdin?.end(input);
  });
}

function notAnchored(folder: string, stderr: string, cause: unknown): LeastkeyError {
  const why = stderr.trim().split("\n")[0] ?? "";
  return new LeastkeyError(
    "not-found",
    `git could not be asked about ${folder}`,
    `it must be a repository with a commit${why === "" ? "" : ` (${why})`}`,
    cause,
  );
}
