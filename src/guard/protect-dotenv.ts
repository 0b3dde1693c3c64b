import type { Agent } from "../agents/agent.ts";
import type { ProtectedPath } from "../core/finding.ts";

/** A file of this workspace whose values an agent takes into its own environment when it starts. */
export interface DotenvHole {
  readonly path: string;
  readonly remedy: string; // a command
}

/**
 * Some agents load `.env` themselves: then every command they run can print its values, past every rule and hook. The
 * hole is open as long as a credential stands in the file, and closed by moving them: a reference tells nothing.
 */
export function dotenvHole(agent: Agent, protectedPaths: readonly ProtectedPath[]): DotenvHole | undefined {
  const holding = protectedPaths.find(
    ({ path, because }) => because === "finding" && agent.loadsDotenv?.includes(path) === true,
  );
  return holding === undefined ? undefined : { path: holding.path, remedy: `leastkey move ${holding.path}` };
}

/** One sentence for people. */
export const dotenvText = ({ path, remedy }: DotenvHole): string =>
  `loads ${path} into its own environment, where every command it runs can print the credentials in it: ${remedy}`;
