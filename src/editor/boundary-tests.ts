import {
  type CancellationToken,
  commands,
  type Disposable,
  l10n,
  ProgressLocation,
  type TestController,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  window,
  workspace,
} from "vscode";
import { contextKeys, testControllerId } from "../contributions.ts";
import { inBackground } from "./background.ts";
import type { Tested } from "./boundary-items.ts";
import type { RunCounts } from "./boundary-run.ts";
import { setContext } from "./context.ts";
import { Disposables } from "./disposables.ts";
import { showFailure } from "./failure.ts";
import { diskFolders } from "./folders.ts";
import { notify, notifyWarning } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { noFolder, requireTrust } from "./trust.ts";

/** The boundary tests in the Test Explorer. Nothing of the pack is loaded before somebody looks or runs. */
export class BoundaryTests implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Parts;
  readonly #controller: TestController;
  #tested: ReadonlyMap<string, Tested> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#controller = this.#own.add(tests.createTestController(testControllerId, "Leastkey Boundaries"));
    const fill = async (): Promise<void> => {
      this.#tested = await this.#fill();
    };
    this.#controller.resolveHandler = async (item) => {
      if (item === undefined) await fill();
    };
    this.#controller.refreshHandler = fill;
    for (const live of [false, true]) this.#addProfile(live);
    this.#own.add(parts.guard.onDidChange(() => inBackground(this.#rulesChanged(), "boundary tests", parts.log)));
  }

  /** Run Boundary Tests: every agent with hooks here, simulated. */
  async runAll(): Promise<void> {
    requireTrust();
    if (diskFolders().length === 0) throw noFolder();
    this.#tested = await this.#fill();
    const title = l10n.t("Leastkey: trying to cross each boundary");
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    const counts = await window.withProgress(options, (_progress, token) =>
      this.#run(new TestRunRequest(), token, false),
    );
    const show = async (): Promise<void> => {
      await commands.executeCommand("workbench.view.testing.focus");
    };
    const tell = counts.leaked + counts.broken > 0 ? notifyWarning : notify;
    tell(this.#parts.log, `Leastkey: ${countsText(counts)}`, [{ title: l10n.t("Show"), run: show }]);
  }

  #addProfile(live: boolean): void {
    const name = live ? l10n.t("Drive the Agents Themselves") : l10n.t("Simulate");
    const run = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
      try {
        requireTrust();
        await this.#run(request, token, live);
      } catch (error) {
        showFailure(error, "leastkey.runBoundaryTests", this.#parts.log);
      }
    };
    this.#own.add(this.#controller.createRunProfile(name, TestRunProfileKind.Run, run, !live));
  }

  async #run(request: TestRunRequest, token: CancellationToken, live: boolean): Promise<RunCounts> {
    const { runTests } = await import("./boundary-run.ts");
    const tested = (this.#tested ??= await this.#fill());
    const { machine, guard } = this.#parts;
    const given = { controller: this.#controller, programs: machine.programs, tested, live };
    const counts = await runTests(request, token, given);
    // The proof is part of how the folder stands, and of the grid.
    await guard.refresh();
    if (counts.held + counts.leaked > 0) await setContext(contextKeys.boundariesRun, true);
    return counts;
  }

  /** In a restricted workspace no file of an agent is read, so there are no tests. */
  async #fill(): Promise<ReadonlyMap<string, Tested>> {
    if (!workspace.isTrusted) return new Map();
    const { fillTests } = await import("./boundary-items.ts");
    return fillTests(this.#controller, this.#parts.machine);
  }

  /** Results of rules that are no longer there are shown as old, and agents come and go with their hooks. */
  async #rulesChanged(): Promise<void> {
    if (this.#tested === undefined) return;
    const [{ lastProof }, { files }] = await Promise.all([
      import("../guard/boundary/proof.ts"),
      this.#parts.machine.ports(),
    ]);
    const { home } = this.#parts.machine;
    const items = new Map([...this.#tested.values()].map(({ root, agent }) => [`${root} ${agent}`, { root, agent }]));
    for (const [id, { root, agent }] of items) {
      const item = this.#controller.items.get(id);
      const stale = lastProof(home, root, agent, files)?.stale === true;
      if (stale && item !== undefined) this.#controller.invalidateTestResults(item);
    }
  }

  dispose(): void {
    this.#own.dispose();
  }
}

export function countsText({ held, leaked, notExercised, broken }: RunCounts): string {
  if (held + leaked + notExercised + broken === 0)
    return l10n.t("there is no boundary to test here; protect the workspace first.");
  const parts = [
    leaked === 1 ? l10n.t("1 boundary leaked") : l10n.t("{0} boundaries leaked", leaked),
    l10n.t("{0} held", held),
    l10n.t("{0} not exercised", notExercised),
    ...(broken === 0 ? [] : [l10n.t("{0} could not be run", broken)]),
  ];
  return `${parts.join(", ")}.`;
}
