import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { Position, type QuickPickItemKind, Range, type Selection, Uri, type WorkspaceEdit } from "./vscode-values.ts";

/**
 * Stands in for "vscode" in unit tests: exactly what src/editor uses, over real files. `fake` is the test's side of it.
 * Whoever makes a disposable here and does not dispose it is counted.
 */
export * from "./vscode-tests.ts";
export * from "./vscode-values.ts";

interface Disposable {
  dispose(): void;
}

const alive = new Set<string>();
let made = 0;

function owned<T extends object>(what: string, value: T, end: () => void = () => undefined): T & Disposable {
  const id = `${what} ${String(++made)}`;
  alive.add(id);
  const dispose = (): void => {
    alive.delete(id);
    end();
  };
  return Object.assign(value, { dispose });
}

export class EventEmitter<T> implements Disposable {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #id = `emitter ${String(++made)}`;

  constructor() {
    alive.add(this.#id);
  }

  readonly event = (listener: (event: T) => void): Disposable => {
    this.#listeners.add(listener);
    return owned("listener", {}, () => this.#listeners.delete(listener));
  };

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    alive.delete(this.#id);
    this.#listeners.clear();
  }
}

/** An emitter of the editor's own: it lives as long as the editor. */
function editorEvent<T>(): EventEmitter<T> {
  const emitter = new EventEmitter<T>();
  alive.clear();
  return emitter;
}

export class FakeDocument {
  version = 1;
  isDirty = false;
  isClosed = false;
  readonly uri: Uri;
  readonly languageId: string;
  #text: string;

  constructor(uri: Uri, text: string, languageId: string) {
    this.uri = uri;
    this.#text = text;
    this.languageId = languageId;
  }

  get lineCount(): number {
    return this.#text.split("\n").length;
  }

  getText(): string {
    return this.#text;
  }

  lineAt(at: Position | number): { readonly text: string } {
    return { text: this.#text.split("\n")[typeof at === "number" ? at : at.line] ?? "" };
  }

  positionAt(offset: number): Position {
    const before = this.#text.slice(0, offset).split("\n");
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }

  offsetAt({ line, character }: Position): number {
    const lines = this.#text.split("\n");
    return lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + character;
  }

  type(text: string): void {
    const range = new Range(new Position(0, 0), this.positionAt(this.#text.length));
    this.#text = text;
    this.#tell([{ range, text }]);
  }

  /** As a person types: one piece replaced. */
  replace(range: Range, text: string): void {
    const [from, to] = [this.offsetAt(range.start), this.offsetAt(range.end)];
    this.#text = this.#text.slice(0, from) + text + this.#text.slice(to);
    this.#tell([{ range, text }]);
  }

  #tell(contentChanges: readonly unknown[]): void {
    this.version++;
    this.isDirty = true;
    events.changed.fire({ document: this, contentChanges });
  }

  save(): Promise<boolean> {
    if (fake.isReadOnly) return Promise.resolve(false);
    writeFileSync(this.uri.path, this.#text);
    this.isDirty = false;
    events.saved.fire(this);
    return Promise.resolve(true);
  }
}

const events = {
  opened: editorEvent<FakeDocument>(),
  closed: editorEvent<FakeDocument>(),
  saved: editorEvent<FakeDocument>(),
  changed: editorEvent<{ readonly document: FakeDocument; readonly contentChanges: readonly unknown[] }>(),
  deleted: editorEvent<{ readonly files: readonly Uri[] }>(),
  configuration: editorEvent<{ affectsConfiguration(section: string): boolean }>(),
  trust: editorEvent<void>(),
  folders: editorEvent<{ readonly added: readonly Folder[]; readonly removed: readonly Folder[] }>(),
  visible: editorEvent<void>(),
  disk: editorEvent<Uri>(),
  selection: editorEvent<{ readonly textEditor: unknown }>(),
  started: editorEvent<unknown>(),
  ended: editorEvent<unknown>(),
};

/** What this editor never does: the test tells of a changed file once. */
const never = editorEvent<Uri>();

interface Folder {
  readonly uri: Uri;
  readonly name: string;
  readonly index: number;
}

interface FakeEditor {
  readonly document: FakeDocument;
  selection: Selection | Range;
  readonly selections: readonly Range[];
  readonly decorations: Map<string, readonly Range[]>;
  readonly inserted: string[];
  setDecorations(type: { readonly key: string }, ranges: readonly Range[]): void;
  insertSnippet(snippet: { readonly value: string }, at: Position): Promise<boolean>;
  revealRange(range: Range): void;
}

interface FakeTree {
  readonly provider: { getChildren(element?: unknown): unknown; getTreeItem(element: never): unknown };
  description: string | undefined;
  badge: { readonly value: number; readonly tooltip: string } | undefined;
}

const documents = new Map<string, FakeDocument>();

interface FakeTool {
  invoke(options: { readonly input: unknown }, token: unknown): unknown;
}

/** The test's side: what the editor was told, and what it answers. */
export const fake = {
  settings: new Map<string, unknown>(),
  folders: [] as Folder[],
  isTrusted: true,
  isReadOnly: false,
  messages: [] as string[],
  executed: [] as { readonly command: string; readonly args: readonly unknown[] }[],
  registered: new Map<string, (...args: readonly unknown[]) => unknown>(),
  decorationProviders: [] as { provideFileDecoration(uri: Uri): unknown }[],
  statusItems: [] as object[],
  trees: new Map<string, FakeTree>(),
  /** What every quick pick was given to choose from. */
  offered: [] as (readonly unknown[])[],
  /** What was typed into terminals, and their environment. */
  typed: [] as { readonly text: string; readonly enter: boolean; readonly options: unknown }[],
  diagnostics: new Map<string, readonly unknown[]>(),
  /** Answers to questions, in the order they come; without one a question is closed. */
  answers: [] as unknown[],
  log: [] as string[],
  editors: [] as FakeEditor[],
  /** Tools offered to chats. */
  tools: new Map<string, FakeTool>(),
  events,
  undisposed: (): readonly string[] => [...alive],

  reset(): void {
    for (const list of [
      fake.messages,
      fake.executed,
      fake.statusItems,
      fake.answers,
      fake.log,
      fake.editors,
      fake.offered,
      fake.typed,
    ]) {
      list.length = 0;
    }
    fake.decorationProviders.length = 0;
    fake.folders = [];
    for (const map of [fake.settings, fake.registered, fake.diagnostics, fake.trees, documents]) map.clear();
    fake.isTrusted = true;
    fake.isReadOnly = false;
    alive.clear();
  },

  openFolder(path: string): void {
    const name = path.split("/").at(-1) ?? "";
    fake.folders = [...fake.folders, { uri: Uri.file(path), name, index: fake.folders.length }];
  },

  open(path: string, text: string, languageId = "plaintext"): FakeDocument {
    const document = new FakeDocument(Uri.file(path), text, languageId);
    documents.set(document.uri.toString(), document);
    events.opened.fire(document);
    return document;
  },

  close(document: FakeDocument): void {
    document.isClosed = true;
    documents.delete(document.uri.toString());
    events.closed.fire(document);
  },

  edit(document: FakeDocument, selection: Range): FakeEditor {
    const editor: FakeEditor = {
      document,
      selection,
      get selections() {
        return [editor.selection];
      },
      decorations: new Map(),
      inserted: [],
      setDecorations: (type, ranges) => void editor.decorations.set(type.key, ranges),
      insertSnippet: ({ value }, at) => {
        editor.inserted.push(`${String(at.line)}:${value}`);
        return Promise.resolve(true);
      },
      revealRange: () => undefined,
    };
    fake.editors = [editor];
    return editor;
  },

  set(key: string, value: unknown): void {
    fake.settings.set(key, value);
    events.configuration.fire({ affectsConfiguration: (section) => key.startsWith(section) });
  },
};

function say(message: string): Promise<undefined> {
  fake.messages.push(message);
  return Promise.resolve(undefined);
}

const channel = () => {
  const note =
    (level: string) =>
    (text: string): void =>
      void fake.log.push(`${level} ${text}`);
  return { info: note("info"), warn: note("warn"), error: note("error"), debug: note("debug"), show: () => undefined };
};

export const window = {
  get activeTextEditor() {
    return fake.editors[0];
  },
  get visibleTextEditors() {
    return fake.editors;
  },
  onDidChangeTextEditorSelection: events.selection.event,
  onDidChangeVisibleTextEditors: events.visible.event,
  onDidStartTerminalShellExecution: events.started.event,
  onDidEndTerminalShellExecution: events.ended.event,
  createOutputChannel: () => owned("channel", channel()),
  createStatusBarItem: (id: string) => {
    const item = owned("status item", { id, show: () => undefined });
    fake.statusItems.push(item);
    return item;
  },
  createTextEditorDecorationType: () => owned("decoration type", { key: String(++made) }),
  createQuickPick: () => quickPick(),
  createTerminal: (options: unknown) => ({
    show: () => undefined,
    sendText: (text: string, enter: boolean) => void fake.typed.push({ text, enter, options }),
  }),
  createTreeView: (id: string, { treeDataProvider }: { readonly treeDataProvider: FakeTree["provider"] }) => {
    const tree: FakeTree = { provider: treeDataProvider, description: undefined, badge: undefined };
    fake.trees.set(id, tree);
    return owned("tree view", tree);
  },
  registerFileDecorationProvider: (provider: { provideFileDecoration(uri: Uri): unknown }) => {
    fake.decorationProviders.push(provider);
    return owned("decoration provider", {});
  },
  registerWebviewViewProvider: () => owned("view provider", {}),
  registerTerminalProfileProvider: () => owned("terminal profile", {}),
  showErrorMessage: say,
  showWarningMessage: (message: string) => say(message).then(() => fake.answers.shift()),
  showInformationMessage: say,
  showInputBox: () => Promise.resolve(fake.answers.shift()),
  showQuickPick: (items: readonly unknown[]) => {
    fake.offered.push(items);
    const answer = fake.answers.shift();
    return Promise.resolve(typeof answer === "number" ? items[answer] : answer);
  },
  showTextDocument: (document: FakeDocument) => Promise.resolve(fake.edit(document, new Range(0, 0, 0, 0))),
  withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => unknown) =>
    Promise.resolve(
      task({ report: () => undefined }, { onCancellationRequested: () => ({ dispose: () => undefined }) }),
    ),
};

interface PickItem {
  readonly label: string;
  readonly kind?: (typeof QuickPickItemKind)[keyof typeof QuickPickItemKind];
}

/** Shown, it takes the next answer: the place of an item to accept, or nothing to be closed. */
function quickPick() {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const pick = owned(
    "quick pick",
    {
      items: [] as readonly PickItem[],
      selectedItems: [] as readonly PickItem[],
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      show: () => {
        const answer = fake.answers.shift();
        const item = typeof answer === "number" ? pick.items[answer] : undefined;
        if (item === undefined) {
          hidden.fire();
          return;
        }
        pick.selectedItems = [item];
        accepted.fire();
      },
    },
    () => {
      accepted.dispose();
      hidden.dispose();
    },
  );
  return pick;
}

export const workspace = {
  get isTrusted() {
    return fake.isTrusted;
  },
  get workspaceFolders() {
    return fake.folders.length === 0 ? undefined : fake.folders;
  },
  get textDocuments() {
    return [...documents.values()];
  },
  onDidOpenTextDocument: events.opened.event,
  onDidCloseTextDocument: events.closed.event,
  onDidSaveTextDocument: events.saved.event,
  onDidChangeTextDocument: events.changed.event,
  onDidDeleteFiles: events.deleted.event,
  onDidChangeConfiguration: events.configuration.event,
  onDidGrantWorkspaceTrust: events.trust.event,
  onDidChangeWorkspaceFolders: events.folders.event,
  getConfiguration: (section: string) => ({ get: (key: string) => fake.settings.get(`${section}.${key}`) }),
  getWorkspaceFolder: (uri: Uri) => fake.folders.find((folder) => `${uri.path}/`.startsWith(`${folder.uri.path}/`)),
  asRelativePath: (at: Uri | string) => {
    const path = typeof at === "string" ? at : at.path;
    const folder = fake.folders.find(({ uri }) => path.startsWith(`${uri.path}/`));
    return folder === undefined ? path : relative(folder.uri.path, path);
  },
  fs: { readFile: (uri: Uri) => Promise.resolve(readFileSync(uri.path)) },
  openTextDocument: (what: Uri | { readonly content: string; readonly language: string }) => {
    if ("content" in what) return Promise.resolve(fake.open("/untitled", what.content, what.language));
    const uri = what;
    const open = documents.get(uri.toString());
    return Promise.resolve(open ?? fake.open(uri.path, readFileSync(uri.path, "utf8")));
  },
  registerTextDocumentContentProvider: () => owned("content provider", {}),
  createFileSystemWatcher: () => {
    const { event } = events.disk;
    return owned("file watcher", { onDidCreate: never.event, onDidChange: event, onDidDelete: event });
  },
  /** As the editor does: all of it or, when a file that must be new is there, nothing. */
  applyEdit: async (edit: WorkspaceEdit): Promise<boolean> => {
    for (const step of edit.steps) {
      if (step.kind === "create") writeFileSync(step.uri.path, step.contents, { flag: "wx" });
      else if (step.kind === "delete") rmSync(step.uri.path);
      else {
        const document = await workspace.openTextDocument(step.uri);
        const text = document.getText();
        const { start, end } = step.range;
        document.type(text.slice(0, document.offsetAt(start)) + step.text + text.slice(document.offsetAt(end)));
      }
    }
    return true;
  },
};

export const commands = {
  registerCommand: (id: string, handler: (...args: readonly unknown[]) => unknown) => {
    fake.registered.set(id, handler);
    return owned(`command ${id}`, {}, () => fake.registered.delete(id));
  },
  executeCommand: (command: string, ...args: readonly unknown[]) => {
    fake.executed.push({ command, args });
    return Promise.resolve(fake.registered.get(command)?.(...args));
  },
};

export const languages = {
  match: ({ pattern }: { readonly pattern: string }, { uri }: FakeDocument) =>
    pattern === "**/.git/**" && uri.path.includes("/.git/") ? 10 : 0,
  // Of the findings by their address alone; of other collections with their name in front.
  createDiagnosticCollection: (name: string, before = name === "leastkey" ? "" : `${name} `) =>
    owned("diagnostics", {
      set: (of: Uri | readonly (readonly [Uri, readonly unknown[] | undefined])[], list?: readonly unknown[]) => {
        const entries = of instanceof Uri ? ([[of, list]] as const) : of;
        for (const [uri, found] of entries) fake.diagnostics.set(`${before}${uri.toString()}`, found ?? []);
      },
      delete: (uri: Uri) => void fake.diagnostics.delete(`${before}${uri.toString()}`),
      clear: () => {
        for (const key of fake.diagnostics.keys())
          if (before === "" ? !key.includes(" ") : key.startsWith(before)) fake.diagnostics.delete(key);
      },
    }),
  registerCodeLensProvider: () => owned("code lens provider", {}),
  registerCompletionItemProvider: () => owned("completion provider", {}),
  registerHoverProvider: () => owned("hover provider", {}),
  registerCodeActionsProvider: () => owned("code actions", {}),
};

export const version = "1.105.0";

/** Tools and servers offered to chats. */
export const lm = {
  registerTool: (name: string, tool: FakeTool) => {
    fake.tools.set(name, tool);
    return owned(`tool ${name}`, {});
  },
  registerMcpServerDefinitionProvider: (id: string) => owned(`MCP servers ${id}`, {}),
};

export const env = {
  appName: "Fake",
  uiKind: 1,
  remoteName: undefined,
  clipboard: { writeText: (text: string) => Promise.resolve(void fake.log.push(`clipboard ${text}`)) },
  openExternal: (uri: Uri) => Promise.resolve(void fake.log.push(`opened ${uri.toString()}`)),
};
