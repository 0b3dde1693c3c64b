import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../platform/home.ts";

/** What the last call of an agent left: that its hook runs at all, and how long it took. */
export interface Heartbeat {
  readonly at: number; // ms since 1970
  readonly durationMs: number;
  readonly event: string;
  readonly cwd?: string;
}

/** Never stops a call: a missing heartbeat shows in `doctor`, a hook that fails over one would stop the agent. */
export function leaveHeartbeat(home: Home, agent: string, beat: Heartbeat): string | undefined {
  const file = join(home.heartbeats, `${agent}.json`);
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(home.heartbeats, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(beat)}\n`, { mode: 0o600 });
    renameSync(draft, file);
    return undefined;
  } catch {
    return "the heartbeat could not be written";
  }
}
