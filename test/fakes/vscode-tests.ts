import type { Range, Uri } from "./vscode-values.ts";

/** The Test Explorer's part of the fake editor: it keeps what it is told. */
export const TestRunProfileKind = { Run: 1, Debug: 2, Coverage: 3 } as const;

export class TestMessage {
  location: Location | undefined;
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export class Location {
  readonly uri: Uri;
  readonly range: Range;

  constructor(uri: Uri, range: Range) {
    this.uri = uri;
    this.range = range;
  }
}

export class TestRunRequest {
  readonly include: readonly FakeItem[] | undefined;
  readonly exclude: readonly FakeItem[] | undefined;

  constructor(include?: readonly FakeItem[], exclude?: readonly FakeItem[]) {
    this.include = include;
    this.exclude = exclude;
  }
}

class Items {
  readonly #items = new Map<string, FakeItem>();
  replace(items: readonly FakeItem[]): void {
    this.#items.clear();
    for (const item of items) this.#items.set(item.id, item);
  }
  readonly forEach = (work: (item: FakeItem) => void): void => this.#items.forEach((item) => work(item));
  readonly get = (id: string): FakeItem | undefined => this.#items.get(id);
  get all(): readonly FakeItem[] {
    return [...this.#items.values()];
  }
}

export class FakeItem {
  description: string | undefined;
  sortText: string | undefined;
  range: Range | undefined;
  readonly children = new Items();
  readonly id: string;
  readonly label: string;
  readonly uri: Uri | undefined;

  constructor(id: string, label: string, uri?: Uri) {
    this.id = id;
    this.label = label;
    this.uri = uri;
  }
}

type Result = "enqueued" | "started" | "passed" | "failed" | "skipped" | "errored";

export class FakeRun {
  readonly results = new Map<string, Result>();
  readonly messages = new Map<string, TestMessage>();
  output = "";
  isEnded = false;
  readonly enqueued = (item: FakeItem): void => void this.results.set(item.id, "enqueued");
  readonly started = (item: FakeItem): void => void this.results.set(item.id, "started");
  readonly passed = (item: FakeItem): void => void this.results.set(item.id, "passed");
  readonly skipped = (item: FakeItem): void => void this.results.set(item.id, "skipped");
  readonly failed = (item: FakeItem, message: TestMessage): void => this.#told(item, "failed", message);
  readonly errored = (item: FakeItem, message: TestMessage): void => this.#told(item, "errored", message);

  #told(item: FakeItem, result: Result, message: TestMessage): void {
    this.results.set(item.id, result);
    this.messages.set(item.id, message);
  }

  appendOutput(text: string): void {
    this.output += text;
  }

  end(): void {
    this.isEnded = true;
  }
}

type Handler = (request: TestRunRequest, token: unknown) => Promise<void>;

export class FakeController {
  readonly items = new Items();
  readonly runs: FakeRun[] = [];
  readonly profiles: { readonly label: string; readonly run: Handler; readonly isDefault: boolean }[] = [];
  readonly invalidated: string[] = [];
  resolveHandler: ((item: FakeItem | undefined) => Promise<void>) | undefined;
  refreshHandler: (() => Promise<void>) | undefined;

  createTestItem(id: string, label: string, uri?: Uri): FakeItem {
    return new FakeItem(id, label, uri);
  }

  createRunProfile(label: string, _kind: number, run: Handler, isDefault: boolean): { dispose(): void } {
    this.profiles.push({ label, run, isDefault });
    return { dispose: () => undefined };
  }

  createTestRun(): FakeRun {
    const run = new FakeRun();
    this.runs.push(run);
    return run;
  }

  invalidateTestResults(item: FakeItem): void {
    this.invalidated.push(item.id);
  }

  dispose(): void {
    controllers.splice(controllers.indexOf(this), 1);
  }
}

/** Those that are not disposed. */
export const controllers: FakeController[] = [];

export const tests = {
  createTestController: () => {
    const controller = new FakeController();
    controllers.push(controller);
    return controller;
  },
};
