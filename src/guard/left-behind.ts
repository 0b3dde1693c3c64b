import type { Agent } from "../agents/agent.ts";
import { absolutePath } from "../agents/plan.ts";
import type { FileChange } from "../core/change.ts";
import type { Files } from "../core/ports.ts";
import { planInclusion } from "./personal.ts";
import { isWrittenFor, registryFor, type Workspace } from "./protected-workspace.ts";

/** What stands in a workspace for another audience than the one that is asked for now. */
interface LeftBehind {
  /** Agents that were written for, by id: they are written for again. */
  readonly agents: readonly string[];
  /** Those agents, each with the files that this machine wrote and that the new audience does not have. */
  readonly surfaces: readonly Agent[];
  /** What told git of the other audience. */
  readonly changes: readonly FileChange[];
}

const nothing: LeftBehind = { agents: [], surfaces: [], changes: [] };

/** A file of the team's that somebody else wrote is the team's, and stays. */
export function leftBehind(workspace: Workspace, files: Files): LeftBehind {
  const { root, audience, before, exclusion, existing, registry, wasWritten } = workspace;
  if (audience === before) return nothing;
  const kept = new Set(registry.flatMap(({ surfaces }) => surfaces.map(({ path }) => path)));
  const earlier = { ...workspace, registry: registryFor(before, root, files) };
  const written = earlier.registry.filter((agent) => isWrittenFor(agent, earlier));
  const including = audience === "team" && exclusion !== undefined ? planInclusion(exclusion, existing) : undefined;
  return {
    agents: written.map(({ id }) => id),
    surfaces: earlier.registry.flatMap((agent): readonly Agent[] => {
      const [first, ...rest] = agent.surfaces.filter(
        (surface) => !kept.has(surface.path) && wasWritten?.(absolutePath(root, surface)) === true,
      );
      return first === undefined ? [] : [{ ...agent, surfaces: [first, ...rest] }];
    }),
    changes: including === undefined ? [] : [including],
  };
}
