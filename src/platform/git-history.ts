import { spawn } from "node:child_process";
import type { Secret } from "../core/secret.ts";

export interface Trace {
  readonly commits: number;
  readonly newest: string;
  readonly isPushed: boolean | undefined;
}

/** A history that takes longer is not worth the wait at this point; `leastkey scan --history` takes its time. */
const limitMs = 10_000;

/**
 * The commits whose change to a file mentions the value; undefined when none does or there is no repository. The
 * value is searched for here, in git's output: `git log -S` would show it to every process that lists arguments.
 */
export async function gitHistory(root: string, path: string, value: Secret): Promise<Trace | undefined> {
  const needles = value
    .reveal()
    .split(/\r?\n/)
    .filter((line) => line.length >= 5);
  const [needle] = needles.toSorted((a, b) => b.length - a.length); // the longest line tells a PEM apart
  if (needle === undefined) return undefined;
  const mark = "\u0001commit ";
  const log = await git(root, ["log", "--all", "--no-color", "--no-ext-diff", "-p", `--format=${mark}%h`, "--", path]);
  const holding = log
    .split(mark)
    .slice(1)
    .filter((part) => part.includes(needle))
    .map((part) => part.slice(0, part.indexOf("\n")));
  const [newest] = holding;
  if (newest === undefined) return undefined;
  const remotes = (await git(root, ["remote"])).trim();
  const oldest = holding.at(-1) ?? newest;
  const isPushed = remotes === "" ? undefined : (await git(root, ["branch", "-r", "--contains", oldest])).trim() !== "";
  return { commits: holding.length, newest, isPushed };
}

/** Its output, or "" when git is missing, fails, or takes too long: then there is nothing to say. */
function git(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn("git", ["-C", root, ...args], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: limitMs,
      windowsHide: true,
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.once("error", () => {
      resolve("");
    });
    child.once("close", () => {
      resolve(Buffer.concat(parts).toString("utf8"));
    });
  });
}
