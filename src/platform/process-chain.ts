import { readFileSync, readlinkSync } from "node:fs";

export interface ProcessFacts {
  readonly pid: number;
  /** Clock ticks since boot: with the number it tells a process from a later one of the same number. */
  readonly started: string;
  readonly argv: readonly string[];
  readonly cwd: string | undefined;
  /** Names and values of variables that mark an agent, as they were when the process started. */
  readonly env: Readonly<Record<string, string>>;
}

/** A process and its parents, the process first; empty where the system does not tell (no /proc: macOS, Windows). */
export function processChain(pid: number): readonly ProcessFacts[] {
  const chain: ProcessFacts[] = [];
  for (let next = pid; next > 1 && chain.length < 64; ) {
    const found = factsOf(next);
    if (found === undefined) break;
    chain.push(found.facts);
    next = found.parent;
  }
  return chain;
}

function factsOf(pid: number): { readonly facts: ProcessFacts; readonly parent: number } | undefined {
  const stat = read(pid, "stat");
  // The name stands in brackets and may hold anything, so fields are counted from the last one.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [, parent] = fields ?? [];
  const started = fields?.[19];
  if (parent === undefined || started === undefined) return undefined;
  const argv = (read(pid, "cmdline") ?? "").split("\0").filter((word) => word !== "");
  const pairs = (read(pid, "environ") ?? "").split("\0").map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { facts: { pid, started, argv, cwd: cwdOf(pid), env: Object.fromEntries(pairs) }, parent: Number(parent) };
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, "utf8");
  } catch {
    return undefined; // gone, another user's, or no /proc
  }
}

function cwdOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return undefined; // gone, or no /proc
  }
}
