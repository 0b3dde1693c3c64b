import { readdirSync, readlinkSync } from "node:fs";
import { codeOf } from "./code-of.ts";

/**
 * Which of these files a process has open now. Linux only, and only the user's own processes: elsewhere none is
 * known, and a change within the last minute is what tells a running agent.
 */
export function openFiles(paths: readonly string[]): ReadonlySet<string> {
  const asked = new Set(paths);
  const open = new Set<string>();
  for (const pid of namesIn("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const handle of namesIn(`/proc/${pid}/fd`)) {
      const target = targetOf(`/proc/${pid}/fd/${handle}`);
      if (target !== undefined && asked.has(target)) open.add(target);
    }
  }
  return open;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return []; // no such system, a process of another user, or one that just ended
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
