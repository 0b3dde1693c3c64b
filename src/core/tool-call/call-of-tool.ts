import type { AgentCall } from "../verdict.ts";
import { type Fields, stringsIn } from "./json.ts";
import { callOf } from "./vocabulary.ts";

/** The whole call from a tool's name and input; undefined when the input is nested too deep to be a real one. */
export function callOfTool(
  tool: string,
  input: Fields,
  base: Pick<AgentCall, "agent" | "event" | "cwd" | "session">,
): AgentCall | undefined {
  const strings = stringsIn(input);
  return strings === undefined ? undefined : { ...base, tool, call: callOf(tool, input), strings };
}
