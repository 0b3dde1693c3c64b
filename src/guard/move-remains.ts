import type { MoveRequest, PlannedSecret, Remaining } from "./move-plan.ts";

/** Where the old value may still be read after the move; said before it, so that nobody takes it for a rotation. */
export async function remaining(
  secrets: readonly PlannedSecret[],
  history: MoveRequest["history"],
): Promise<readonly Remaining[]> {
  if (secrets.length === 0) return [];
  return [
    ...(await inHistory(secrets, history)),
    ...secrets.filter(({ copies }) => copies.length > 0).map(elsewhere),
    {
      where: "editors and agents",
      detail: "undo buffers, local history and agents' transcripts may hold the old value",
      hint: "find transcripts with: leastkey scan --exposures",
    },
  ];
}

async function inHistory(
  secrets: readonly PlannedSecret[],
  history: MoveRequest["history"],
): Promise<readonly Remaining[]> {
  if (history === undefined) {
    return [{ where: "git history", detail: "was not looked at", hint: "find it with: leastkey scan --history" }];
  }
  const found: Remaining[] = [];
  for (const { name, places, value } of secrets) {
    for (const path of new Set(places.map(({ place }) => place.path))) {
      const trace = await history(path, value);
      if (trace === undefined) continue;
      const count = trace.commits === 1 ? "1 commit holds" : `${String(trace.commits)} commits hold`;
      const reach = trace.isPushed === true ? ", pushed" : trace.isPushed === false ? ", not pushed yet" : "";
      found.push({
        where: "git history",
        detail: `${count} the value of ${name} in ${path} (newest ${trace.newest}${reach})`,
        hint: "rotate the credential: rewriting history does not reach clones",
      });
    }
  }
  return found;
}

function elsewhere({ name, copies }: PlannedSecret): Remaining {
  const places = copies.map(({ path, line }) => `${path}:${String(line)}`);
  return {
    where: "workspace",
    detail: `the value of ${name} also stands in ${places.join(", ")}`,
    hint: "move these too: leastkey move --all",
  };
}
