import { getNodeValue } from "jsonc-parser";
import type { FileChange } from "../core/change.ts";
import type { Agent } from "./agent.ts";
import type { ProtectionInput } from "./plan.ts";
import { readable } from "./render/fault.ts";
import { deleteMembers, nodeAt, treeOf } from "./render/json-edit.ts";

/** A file of the workspace that switches off the hooks of agents. */
export interface ThrownSwitch {
  readonly path: string; // absolute
  readonly key: string;
  readonly agents: readonly Agent[];
}

type Input = Pick<ProtectionInput, "root" | "agents" | "existing">;

/** What switches off the hooks of these agents, in the order of the files. */
export function thrownSwitches(input: Input): readonly ThrownSwitch[] {
  const thrown = new Map<string, ThrownSwitch>();
  for (const agent of input.agents) {
    for (const path of thrownBy(agent, input)) {
      const before = thrown.get(path)?.agents ?? [];
      thrown.set(path, { path, key: agent.hookSwitch?.key ?? "", agents: [...before, agent] });
    }
  }
  return [...thrown.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function thrownBy({ hookSwitch }: Agent, { root, existing }: Input): readonly string[] {
  if (hookSwitch === undefined) return [];
  return hookSwitch.paths
    .map((path) => `${root}/${path}`)
    .filter((path) => {
      const node = readable(() => nodeAt(treeOf(existing(path) ?? ""), [hookSwitch.key]));
      return node !== undefined && getNodeValue(node) === hookSwitch.value;
    });
}

/** The files without what switches hooks off. It is the user's own setting, so only a repair that they ask for does it. */
export function planSwitchingOn(input: Input): readonly FileChange[] {
  return thrownSwitches(input).map(({ path, key, agents }) => {
    const before = input.existing(path) ?? "";
    const after = deleteMembers(before, [], (members) => {
      const at = members.findLastIndex(({ children }) => children?.[0]?.value === key);
      return at < 0 ? undefined : [at, at];
    });
    return { path, before, after, why: `switch the hooks on again of ${agents.map(({ title }) => title).join(", ")}` };
  });
}
