import { Range, type TestController, type TestItem, Uri } from "vscode";
import { agentById } from "../agents/index.ts";
import { allScenarios } from "../guard/boundary/all-scenarios.ts";
import { lastProof } from "../guard/boundary/proof.ts";
import { hookedAgents } from "../guard/boundary/run-simulated.ts";
import type { Scenario } from "../guard/boundary/scenario.ts";
import { diskFolders } from "./folders.ts";
import type { Machine } from "./machine.ts";

/** What a test item stands for; suites have none. */
export interface Tested {
  readonly root: string;
  readonly agent: string;
  readonly scenario: string;
}

/** Agents as suites, vectors below them, each attempt a test. Gives what each test stands for. */
export async function fillTests(controller: TestController, machine: Machine): Promise<ReadonlyMap<string, Tested>> {
  const { files } = await machine.ports();
  const { home } = machine;
  const tested = new Map<string, Tested>();
  const folders = diskFolders();
  const suites = folders.flatMap(({ uri, name }) => {
    const root = uri.fsPath;
    const scenarios = allScenarios(root, files, home);
    const agents = hookedAgents(root, files, home, (agent) => lastProof(home, root, agent, files) !== undefined);
    return agents.map((agent) => {
      const fill: Fill = { controller, tested, root, agent, uri };
      const suite = suiteOf(scenarios, fill);
      if (folders.length > 1) suite.description = name;
      return suite;
    });
  });
  controller.items.replace(suites);
  return tested;
}

interface Fill {
  readonly controller: TestController;
  readonly tested: Map<string, Tested>;
  readonly root: string;
  readonly agent: string;
  readonly uri: Uri;
}

function suiteOf(scenarios: readonly Scenario[], fill: Fill): TestItem {
  const { controller, root, agent } = fill;
  const suite = controller.createTestItem(`${root} ${agent}`, agentById(agent)?.title ?? agent);
  const mine = scenarios.filter((scenario) => scenario.agents?.includes(agent) !== false);
  const vectors = [...new Set(mine.map(({ vector }) => vector))];
  suite.children.replace(
    vectors.map((vector, at) => {
      const item = controller.createTestItem(`${suite.id} ${vector}`, vector);
      item.sortText = String(at).padStart(3, "0");
      item.children.replace(mine.filter((one) => one.vector === vector).map((one) => testOf(one, fill)));
      return item;
    }),
  );
  return suite;
}

function testOf({ id, title, source, line }: Scenario, { controller, tested, root, agent, uri }: Fill): TestItem {
  const file = source === undefined ? undefined : Uri.joinPath(uri, source);
  const item = controller.createTestItem(`${root} ${agent} ${id}`, title, file);
  item.description = id;
  if (file !== undefined && line !== undefined) item.range = new Range(line - 1, 0, line - 1, 0);
  tested.set(item.id, { root, agent, scenario: id });
  return item;
}
