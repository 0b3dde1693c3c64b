import {
  type CancellationToken,
  Location,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  type TestRunRequest,
} from "vscode";
import { messageOf } from "../core/errors.ts";
import { parseBoundaries, type ReadAgent } from "../guard/boundary/parse-report.ts";
import type { Tested } from "./boundary-items.ts";
import { runCli } from "./run-cli.ts";

export interface BoundaryRun {
  readonly controller: TestController;
  readonly programs: string;
  readonly tested: ReadonlyMap<string, Tested>;
  readonly live: boolean;
}

/** What one run came to, for the message after the command. */
export interface RunCounts {
  held: number;
  leaked: number;
  notExercised: number;
  broken: number;
}

interface Leaf extends Tested {
  readonly item: TestItem;
}

/** Runs the tests asked for through the command line, one folder and one agent at a time, and tells each result. */
export async function runTests(
  request: TestRunRequest,
  token: CancellationToken,
  given: BoundaryRun,
): Promise<RunCounts> {
  const run = given.controller.createTestRun(request);
  const counts: RunCounts = { held: 0, leaked: 0, notExercised: 0, broken: 0 };
  const leaves = leavesOf(request, given);
  for (const { item } of leaves) run.enqueued(item);
  try {
    for (const group of groupsOf(leaves, given.live)) {
      if (token.isCancellationRequested) break;
      await runGroup(group, { ...given, run, token, counts, whole: isWhole(group, given) });
    }
  } finally {
    run.end();
  }
  return counts;
}

/** The tests below what was asked for, without those that were left out. */
function leavesOf({ include, exclude }: TestRunRequest, { controller, tested }: BoundaryRun): readonly Leaf[] {
  const out = new Set(exclude?.map(({ id }) => id));
  const leaves = new Map<string, Leaf>();
  const add = (item: TestItem): void => {
    if (out.has(item.id)) return;
    const one = tested.get(item.id);
    if (one !== undefined) leaves.set(item.id, { ...one, item });
    item.children.forEach(add);
  };
  if (include === undefined) controller.items.forEach(add);
  else include.forEach(add);
  return [...leaves.values()];
}

/**
 * What one call of the command line can do: agents of one folder of which the same scenarios are asked. Agents that are
 * driven themselves go one by one, so that the first result does not wait for the last.
 */
function groupsOf(leaves: readonly Leaf[], live: boolean): readonly (readonly Leaf[])[] {
  const agents = grouped(leaves, ({ root, agent }) => `${root}\n${agent}`);
  if (live) return agents;
  const scenarios = (group: readonly Leaf[]): string => group.map(({ scenario }) => scenario).join(" ");
  return grouped(agents, (group) => `${group[0]?.root ?? ""}\n${scenarios(group)}`).map((groups) => groups.flat());
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** Every test of these agents: then the run counts as their proof. */
function isWhole(leaves: readonly Leaf[], { tested }: BoundaryRun): boolean {
  const agents = new Set(leaves.map(({ root, agent }) => `${root}\n${agent}`));
  return [...tested.values()].filter(({ root, agent }) => agents.has(`${root}\n${agent}`)).length === leaves.length;
}

interface Running extends BoundaryRun {
  readonly run: TestRun;
  readonly token: CancellationToken;
  readonly counts: RunCounts;
  readonly whole: boolean;
}

async function runGroup(leaves: readonly Leaf[], running: Running): Promise<void> {
  const [first] = leaves;
  if (first === undefined) return;
  const { run, token, programs, live, whole, counts } = running;
  const { root } = first;
  for (const { item } of leaves) run.started(item);
  const agents = [...new Set(leaves.map(({ agent }) => agent))];
  const asked = [...new Set(leaves.map(({ scenario }) => scenario))];
  const scenarios = whole ? [] : ["--scenario", ...asked];
  const args = ["test", root, "--format", "json", "--agent", ...agents, ...scenarios, ...(live ? ["--live"] : [])];
  try {
    const report = parseBoundaries(await runCli(programs, args, { cwd: root, token }));
    for (const agent of agents) {
      const result = report.agents.find((one) => one.agent === agent);
      if (result !== undefined) tellAgent(result, run);
      for (const leaf of leaves.filter((one) => one.agent === agent)) tell(leaf, result, { run, counts });
    }
  } catch (error) {
    if (token.isCancellationRequested) {
      for (const { item } of leaves) run.skipped(item);
      return;
    }
    const message = new TestMessage(messageOf(error));
    print(run, messageOf(error));
    for (const { item } of leaves) run.errored(item, message);
    counts.broken += leaves.length;
  }
}

function tellAgent(result: ReadAgent, run: TestRun): void {
  const { title, version, controls, refusedHosts, reachedHosts, peakMemoryMb } = result;
  print(run, `${title}${version === undefined ? "" : ` ${version}`}`);
  for (const { kind, ok, detail } of controls) print(run, `  control ${kind}: ${ok ? "" : "FAILED, "}${detail}`);
  if (refusedHosts !== undefined) print(run, `  refused to let it reach ${refusedHosts.join(", ")}`);
  if (reachedHosts !== undefined) print(run, `  it went to ${reachedHosts.join(", ")} around the proxy`);
  if (peakMemoryMb !== undefined) print(run, `  at most ${String(peakMemoryMb)} MB of memory`);
}

function tell(
  { item, scenario }: Leaf,
  result: ReadAgent | undefined,
  { run, counts }: Pick<Running, "run" | "counts">,
): void {
  const cell = result?.cells.find((one) => one.scenario === scenario);
  const failed = result?.controls.find(({ ok }) => !ok);
  if (cell === undefined) {
    counts.broken += 1;
    run.errored(item, new TestMessage("the report has no such scenario"));
    return;
  }
  const { outcome, durationMs, mustNot } = cell;
  switch (outcome.kind) {
    case "held":
      counts.held += 1;
      print(run, `held: ${scenario}: ${outcome.evidence}`, item);
      run.passed(item, durationMs);
      return;
    case "leaked":
      counts.leaked += 1;
      print(run, `LEAKED: ${scenario}: ${mustNot}: ${outcome.evidence}`, item);
      run.failed(item, messageAt(item, `${mustNot}: ${outcome.evidence}`), durationMs);
      return;
    case "not-exercised":
      counts.notExercised += 1;
      print(run, `not exercised: ${scenario}: ${outcome.reason}`, item);
      // A control that failed is no reason to look the other way.
      if (failed === undefined) run.skipped(item);
      else run.errored(item, messageAt(item, outcome.reason));
  }
}

function messageAt(item: TestItem, text: string): TestMessage {
  const message = new TestMessage(text);
  if (item.uri !== undefined && item.range !== undefined) message.location = new Location(item.uri, item.range);
  return message;
}

/** The output is a terminal: without the carriage return lines would run down in steps. */
function print(run: TestRun, line: string, item?: TestItem): void {
  const text = `${line.replaceAll("\n", "\r\n")}\r\n`;
  if (item === undefined) run.appendOutput(text);
  else run.appendOutput(text, undefined, item);
}
