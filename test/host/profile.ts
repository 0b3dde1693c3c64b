import { writeFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import { join } from "node:path";

/** LEASTKEY_TEST_PROFILE: a folder; the profiles are written there, for a browser's own tools to show. */
const kept = process.env["LEASTKEY_TEST_PROFILE"];
const sampleMicros = 250;

/** Runs `work` under the processor's profile; answers with the longest turn of the extension's own code, in milliseconds. */
export async function profiled(name: string, work: () => Promise<void>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: sampleMicros });
    await session.post("Profiler.start");
    await work();
    const { profile } = await session.post("Profiler.stop");
    if (kept !== undefined) writeFileSync(join(kept, `${name}.cpuprofile`), JSON.stringify(profile));
    return longestTurn(profile);
  } finally {
    session.disconnect();
  }
}

/** From the first to the last sample in a row that has the extension's code on its stack; collecting garbage counts to it. */
function longestTurn({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): number {
  const own = ownNodes(nodes);
  const garbage = new Set(nodes.filter(isGarbage).map(({ id }) => id));
  let longest = 0;
  let turn = 0;
  for (const [at, id] of samples.entries()) {
    const goesOn = own.has(id) || (turn > 0 && garbage.has(id));
    turn = goesOn ? turn + (timeDeltas[at] ?? 0) : 0;
    longest = Math.max(longest, turn);
  }
  return longest / 1000;
}

const isGarbage = ({ callFrame }: Profiler.ProfileNode): boolean => callFrame.functionName === "(garbage collector)";

/** The nodes below a function of dist/, the tests' own bundle left out. */
function ownNodes(nodes: readonly Profiler.ProfileNode[]): ReadonlySet<number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Set<number>();
  const mark = (id: number): void => {
    if (own.has(id)) return;
    own.add(id);
    byId.get(id)?.children?.forEach(mark);
  };
  for (const { id, callFrame } of nodes) if (isOwn(callFrame.url)) mark(id);
  return own;
}

const isOwn = (url: string): boolean =>
  url.includes(`${__dirname.replace(/\/host$/, "")}/`) && !url.includes("/dist/host/");
