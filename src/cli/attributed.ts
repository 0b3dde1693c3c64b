import type { AuditLog } from "../audit/event.ts";
import { agentMark } from "../guard/references.ts";

/**
 * The trail for one command: where a record would say "nobody known", it names the agent whose marks the shell carries.
 * Likely, not confirmed: a person may type into an agent's terminal, and an agent can take its marks off.
 */
export function attributed(
  audit: AuditLog,
  env: NodeJS.ProcessEnv,
  agents: readonly { readonly id: string; readonly marks: readonly string[] }[],
): AuditLog {
  const agent = agents.find(({ marks }) => agentMark(env, marks) !== undefined)?.id;
  if (agent === undefined) return audit;
  return {
    append: (event) =>
      audit.append(
        event.attribution === "unknown" && event.agent === undefined
          ? { ...event, agent, attribution: "likely" }
          : event,
      ),
  };
}
