import {
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
} from "vscode";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { Disposables } from "./disposables.ts";
import { type Row, treeItem } from "./row.ts";

/** A tree view of rows. They are made when the view is looked at, and again after `refresh`. */
export class RowsView implements TreeDataProvider<Row>, Disposable {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<undefined>());
  readonly #rows: () => Promise<readonly Row[]> | readonly Row[];
  readonly #log: LogOutputChannel;
  readonly #id: string;
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: TreeView<Row>;

  constructor(id: string, rows: () => Promise<readonly Row[]> | readonly Row[], log: LogOutputChannel) {
    this.#id = id;
    this.#rows = rows;
    this.#log = log;
    this.view = this.#own.add(window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true }));
  }

  getTreeItem(row: Row): TreeItem {
    return treeItem(row);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) return [...(row.children ?? [])];
    try {
      return [...(await this.#rows())];
    } catch (error) {
      this.#log.error(`${this.#id}: ${messageOf(error)}`);
      const tooltip = error instanceof LeastkeyError ? error.hint : "the log has more";
      return [{ id: "failed", label: messageOf(error), tooltip, icon: "error" }];
    }
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#own.dispose();
  }
}
