import { claudeFamily } from "./claude-family.ts";
import { copilotCli, grok } from "./copilot.ts";
import { cursor } from "./cursor.ts";
import { fieldsOf } from "./json.ts";
import { otherAgents } from "./other-agents.ts";
import type { Dialect, Payload } from "./payload.ts";

/** A real payload with a file's content in it is a few hundred KB. */
export const largestPayload = 4 * 1024 * 1024;

/** The most telling shapes first; a shape that several could claim goes to the first. */
const dialects: readonly Dialect[] = [cursor, ...otherAgents, copilotCli, grok, claudeFamily];

export type PayloadFailure = "too-large" | "not-json" | "unknown-shape";

/** One agent's hook payload, whoever sends it. What cannot be read is a failure with a name, and the hook denies. */
export function parsePayload(text: string): Payload | PayloadFailure {
  if (text.length > largestPayload) return "too-large";
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return "not-json";
  }
  const payload = fieldsOf(data);
  if (payload === undefined) return "unknown-shape";
  for (const dialect of dialects) {
    const parsed = dialect(payload);
    if (parsed !== undefined) return parsed;
  }
  return "unknown-shape";
}
