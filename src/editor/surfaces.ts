import { Disposable, type Memento } from "vscode";
import { activity } from "./activity.ts";
import { BoundaryTests } from "./boundary-tests.ts";
import { marks } from "./marks.ts";
import type { Parts } from "./parts.ts";
import { startWatching } from "./start.ts";
import { status } from "./status.ts";
import { teamFileHelp } from "./team-file-help.ts";
import { Views } from "./views.ts";

/** All that shows something, and what happens by itself. */
export class Surfaces extends Disposable {
  readonly views: Views;
  readonly tests: BoundaryTests;

  constructor(parts: Parts, kept: Memento) {
    const views = new Views(parts, kept);
    const tests = new BoundaryTests(parts);
    const own = Disposable.from(
      views,
      tests,
      teamFileHelp(parts),
      ...marks(parts),
      status(parts),
      ...activity(parts),
      startWatching(parts),
    );
    super(() => void own.dispose());
    this.views = views;
    this.tests = tests;
  }
}

/** Given by the first call; the extension asks right after its activation, a command that is quicker before. */
export type OpenSurfaces = () => Promise<Surfaces>;
