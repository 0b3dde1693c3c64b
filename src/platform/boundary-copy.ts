import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { type Home, leastkeyHome } from "./home.ts";

export interface CopyContent {
  readonly files: readonly { readonly path: string; readonly text: string; readonly mode?: number }[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

/** A throw-away workspace with a throw-away user around it. */
export interface WorkspaceCopy {
  readonly base: string;
  readonly root: string;
  readonly worktree: string;
  /** HOME of whatever runs here. */
  readonly userHome: string;
  readonly tmp: string;
  /** LEASTKEY_HOME of whatever runs here: the user's own launcher, nothing else of theirs. */
  readonly home: Home;
  readonly hasGit: boolean;
  remove(): void;
}

/**
 * Made beside no one's files: a folder of its own below the system's temporary one, or below `parent`. The user's launcher is copied as it
 * is, so that what answers in the copy is what answers in the workspace.
 */
export function makeCopy(content: CopyContent, own: Pick<Home, "root">, parent = tmpdir()): WorkspaceCopy {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const base = mkdtempSync(join(realpathSync(parent), "leastkey-boundary-"));
  const remove = (): void => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  try {
    const root = join(base, "workspace");
    const userHome = join(base, "home");
    const home = leastkeyHome({ LEASTKEY_HOME: join(base, "leastkey") });
    for (const folder of [root, userHome, join(base, "tmp"), home.root])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    fill(root, content);
    if (existsSync(join(own.root, "bin"))) cpSync(join(own.root, "bin"), join(home.root, "bin"), { recursive: true });
    const worktree = join(base, "worktree");
    const hasGit = commit(root, userHome, worktree);
    return { base, root, worktree, userHome, tmp: join(base, "tmp"), home, hasGit, remove };
  } catch (error) {
    remove();
    if (error instanceof LeastkeyError) throw error;
    const message = "the throw-away copy could not be made";
    throw new LeastkeyError("file.unwritable", message, `check the space in ${parent} (${messageOf(error)})`, error);
  }
}

function fill(root: string, { files, links }: CopyContent): void {
  for (const { path, text, mode } of files) {
    const whole = join(root, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    if (mode !== undefined) chmodSync(whole, mode);
  }
  for (const { path, target } of links) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
}

/** A repository of its own: agents look further up for one otherwise. false: there is no git. */
function commit(root: string, userHome: string, worktree: string): boolean {
  const env = { PATH: process.env["PATH"] ?? "", HOME: userHome, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
  const settings = [
    "user.name=lab",
    "user.email=lab@example.com",
    "commit.gpgsign=false",
    "core.hooksPath=/dev/null",
    "init.defaultBranch=boundary-copy", // no name that a policy's rules speak of
  ];
  const config = settings.flatMap((setting) => ["-c", setting]);
  return [
    ["init", "-q"],
    ["add", "-A", "-f"],
    ["commit", "-q", "-m", "copy"],
    ["worktree", "add", "-q", worktree, "HEAD"],
  ].every((args) => spawnSync("git", [...config, ...args], { cwd: root, env, timeout: 30_000 }).status === 0);
}

/** Forgets which hooks answered, so that the next answer is news. */
export function forgetHeartbeats({ home }: Pick<WorkspaceCopy, "home">): void {
  rmSync(home.heartbeats, { recursive: true, force: true });
}

export function anyHeartbeat({ home }: Pick<WorkspaceCopy, "home">): boolean {
  return existsSync(home.heartbeats) && readdirSync(home.heartbeats).some((name) => name.endsWith(".json"));
}
