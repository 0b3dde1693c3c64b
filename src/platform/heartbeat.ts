import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "./code-of.ts";
import type { Home } from "./home.ts";

/** When an agent's hook last answered: what tells a hook that runs from one that is only written down. */
export interface Heartbeat {
  readonly at: string; // ISO 8601
  readonly durationMs: number;
}

/** Small and overwritten at each call; a torn one is no heartbeat, and the next call brings a whole one. */
export function beat(home: Home, agent: string, heartbeat: Heartbeat): void {
  const write = (): void => writeFileSync(pathOf(home, agent), JSON.stringify(heartbeat), { mode: 0o600 });
  try {
    write();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    mkdirSync(home.heartbeats, { recursive: true, mode: 0o700 });
    write();
  }
}

/** undefined: the agent's hook never answered on this machine. */
export function lastHeartbeat(home: Home, agent: string): Heartbeat | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(pathOf(home, agent), "utf8"));
    if (typeof read !== "object" || read === null || !("at" in read) || !("durationMs" in read)) return undefined;
    const { at, durationMs } = read;
    return typeof at === "string" && typeof durationMs === "number" ? { at, durationMs } : undefined;
  } catch {
    return undefined; // none yet, or torn
  }
}

/** Agent ids come from a payload: only what a registry id can be becomes a file's name. */
function pathOf(home: Home, agent: string): string {
  return join(home.heartbeats, `${agent.replaceAll(/[^a-z0-9-]/g, "_")}.json`);
}
