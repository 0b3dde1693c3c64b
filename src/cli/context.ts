import { resolve } from "node:path";
import { exitCodeOf, LeastkeyError, messageOf } from "../core/errors.ts";
import type { Ports } from "../guard/ports.ts";
import { type Home, leastkeyHome } from "../platform/home.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { createOutput, type Output } from "./output.ts";

/** What every command gets. The ports are built at first use: `leastkey help` touches nothing. */
export interface CliContext {
  readonly output: Output;
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the built programs: the scan worker and what the launcher copies. */
  readonly programs: string;
  ports(): Promise<Ports>;
  /** Aborted by Ctrl-C; long work ends at its next step. */
  readonly interrupted: AbortSignal;
}

/** `programs`: the folder of the built programs, which only the program itself knows. */
export function createContext(programs: string): CliContext {
  const home = leastkeyHome();
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  let ports: Promise<Ports> | undefined;
  return {
    output: createOutput(process.stdout, process.stderr, process.env),
    home,
    env: process.env,
    programs,
    ports: () => (ports ??= buildPorts(home, process.env)),
    interrupted: abort.signal,
  };
}

async function buildPorts(home: Home, env: NodeJS.ProcessEnv): Promise<Ports> {
  const [
    { nodeFiles, requireFolder },
    { systemClock },
    { machineFingerprinter },
    { openTrail },
    { attributed },
    { agents },
  ] = await Promise.all([
    import("../platform/node-files.ts"),
    import("../platform/system-clock.ts"),
    import("../platform/fingerprint.ts"),
    import("../platform/trail-file.ts"),
    import("./attributed.ts"),
    import("../agents/index.ts"),
  ]);
  requireFolder(home.root);
  return {
    files: nodeFiles(),
    clock: systemClock,
    fingerprinter: machineFingerprinter(home),
    audit: attributed(openTrail(home, systemClock), env, agents),
  };
}

/** The real path of the folder a command works on: the one given, else where it was started. */
export async function workspaceRoot(context: CliContext, given?: string): Promise<string> {
  const { files } = await context.ports();
  const asked = resolve(given ?? ".");
  const real = files.realPath(asked);
  if (real === undefined || files.stat(real)?.kind !== "directory") {
    throw new LeastkeyError("not-found", `${asked} is not a folder`, "name a folder that exists");
  }
  return real;
}

/** Runs a command's work; every way it can end becomes an exit code and, on failure, a message with a hint. */
export async function conclude(context: CliContext, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    const code = await work();
    return context.interrupted.aborted ? exitCodes.interrupted : code;
  } catch (error) {
    context.output.progress(undefined);
    if (error instanceof LeastkeyError) {
      context.output.error(error);
      return exitCodeOf(error.code);
    }
    const message = `something broke inside leastkey: ${messageOf(error)}`;
    context.output.error(
      new LeastkeyError("home.unusable", message, "set LEASTKEY_DEBUG=1 for the place, and report it"),
    );
    if (context.env["LEASTKEY_DEBUG"] && error instanceof Error) context.output.talk(error.stack ?? "");
    return exitCodes.environment;
  }
}
