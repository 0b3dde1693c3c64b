import type { FileChange } from "../core/change.ts";
import { applyChanges } from "./apply.ts";
import type { PlannedSecret } from "./move-plan.ts";
import { type MoveHome, workspaceLock } from "./move-receipts.ts";
import { resolverState } from "./move-resolver.ts";
import type { Ports } from "./ports.ts";

/** Every start of a program around these secrets that can go through the resolver: one change a file. */
export function planWiring(
  root: string,
  ports: Pick<Ports, "files">,
  secrets: readonly Pick<PlannedSecret, "places">[],
): readonly FileChange[] {
  const changes = new Map<string, FileChange>();
  const files = {
    ...ports.files,
    readText: (path: string) => changes.get(path)?.after ?? ports.files.readText(path),
  };
  // Each is planned on the text that the one before left; one that is wired is no suggestion any more.
  for (;;) {
    const { suggestions } = resolverState(files, root, secrets);
    const next = suggestions.find(({ change }) => change !== undefined)?.change;
    if (next === undefined) return [...changes.values()];
    changes.set(next.path, { ...next, before: changes.get(next.path)?.before ?? next.before });
  }
}

/** Writes the wiring under the workspace's lock; the paths written. */
export function wireResolver(
  root: string,
  ports: Ports,
  { home, changes }: { readonly home: MoveHome; readonly changes: readonly FileChange[] },
): readonly string[] {
  return applyChanges(changes, ports, { lock: workspaceLock(root, ports.files, home), root });
}
