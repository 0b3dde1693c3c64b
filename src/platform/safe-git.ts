import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { LeastkeyError } from "../core/errors.ts";

/** A scanned folder is not trusted: its git configuration must start no program, and nothing is fetched. */
const safely = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "core.untrackedCache=false",
  "-c",
  "protocol.allow=never",
];

const mostOutput = 512 * 1024 * 1024;

function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...rest } = process.env;
  return { ...rest, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", LC_ALL: "C" };
}

/** In the hooks of `git commit -a` and `git commit PATH` this is the index that is about to be committed. */
function commitIndex(): NodeJS.ProcessEnv {
  const index = process.env["GIT_INDEX_FILE"];
  return index === undefined ? {} : { GIT_INDEX_FILE: resolve(index) };
}

const argumentsOf = (root: string, args: readonly string[]): string[] => [...safely, "-C", root, ...args];

export interface GitAsk {
  readonly input?: string;
  /** Looks at the index that git's own hook environment names. */
  readonly ofCommit?: boolean;
}

/** What git printed; undefined: no work tree, no git, or a broken repository. */
export function gitOutput(root: string, args: readonly string[], ask: GitAsk = {}): Buffer | undefined {
  const run = spawnSync("git", argumentsOf(root, args), {
    maxBuffer: mostOutput,
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...gitEnvironment(), ...(ask.ofCommit === true ? commitIndex() : {}) },
    windowsHide: true,
    ...(ask.input === undefined ? {} : { input: ask.input }),
  });
  return run.error !== undefined || run.status !== 0 ? undefined : run.stdout;
}

/** What git prints, as it comes. Throws when git cannot be run or fails; ends git when the reader stops. */
export async function* gitStream(root: string, args: readonly string[], signal?: AbortSignal): AsyncGenerator<Buffer> {
  const child = spawn("git", argumentsOf(root, args), {
    stdio: ["ignore", "pipe", "ignore"],
    env: gitEnvironment(),
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = new Promise<number | undefined>((done) => {
    child.once("error", () => done(undefined));
    child.once("close", (code) => done(code ?? undefined));
  });
  try {
    for await (const part of child.stdout) if (Buffer.isBuffer(part)) yield part;
    if ((await ended) !== 0 && signal?.aborted !== true) {
      throw new LeastkeyError(
        "file.unreadable",
        "git could not read the repository",
        "run 'git fsck' there; --history needs git on the PATH",
      );
    }
  } finally {
    child.kill();
  }
}
