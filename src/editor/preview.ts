import { relative } from "node:path";
import {
  commands,
  type Disposable,
  l10n,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocumentContentProvider,
  ThemeIcon,
  Uri,
  window,
  workspace,
} from "vscode";
import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import { Disposables } from "./disposables.ts";
import { files } from "./words.ts";

const scheme = "leastkey-plan";

export interface PreviewRequest {
  readonly title: string;
  /** What the item that agrees says, of "15 files": "Write 15 files". */
  readonly agree: (what: string) => string;
  readonly root: string;
  readonly changes: readonly FileChange[];
  /** Files that are left alone, and why. */
  readonly refused: readonly { readonly path: string; readonly reason: string; readonly hint: string }[];
  /** What else to know before agreeing. */
  readonly notes?: readonly string[];
  /** The planned text holds a value, so it is not put into a document to look at. */
  readonly withoutDiffs?: true;
}

interface PlanItem extends QuickPickItem {
  readonly change?: FileChange;
  readonly isConsent?: true;
}

/** Shows what would be written, file by file as a diff, and asks. Nothing is written here. */
export class Previews implements TextDocumentContentProvider, Disposable {
  readonly #own = new Disposables();
  /** What stands on the two sides of the diffs of the plan that is being shown. */
  #texts = new Map<string, string>();

  constructor() {
    this.#own.add(workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Returns when the user agreed; throws `cancelled` otherwise. */
  async ask(request: PreviewRequest): Promise<void> {
    const pick = window.createQuickPick<PlanItem>();
    const own = new Disposables();
    own.add(pick);
    pick.title = request.title;
    pick.placeholder = l10n.t("Choose a file to see its changes, or the first line to go ahead");
    pick.items = itemsOf(request);
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    try {
      await new Promise<void>((resolve, reject) => {
        const no = new LeastkeyError("cancelled", "the plan was not agreed to", "nothing was changed");
        own.add(pick.onDidHide(() => reject(no)));
        own.add(
          pick.onDidAccept(() => {
            const item = pick.selectedItems[0];
            if (item?.isConsent === true) resolve();
            else if (item?.change !== undefined && request.withoutDiffs !== true) {
              this.#diff(item.change, request.root).then(undefined, reject);
            }
          }),
        );
        pick.show();
      });
    } finally {
      own.dispose();
      this.#texts = new Map();
    }
  }

  async #diff(change: FileChange, root: string): Promise<void> {
    // What is on the disk is shown as itself, not copied into another document.
    const left = change.before === undefined ? this.#side("before", change.path, "") : Uri.file(change.path);
    const right = this.#side("after", change.path, change.after);
    const title = `${relative(root, change.path)}: ${change.why}`;
    await commands.executeCommand("vscode.diff", left, right, title, { preview: true, preserveFocus: true });
  }

  #side(side: "before" | "after", path: string, text: string | undefined): Uri {
    const uri = Uri.file(path).with({ scheme, query: side });
    this.#texts.set(uri.toString(), text ?? "");
    return uri;
  }

  dispose(): void {
    this.#own.dispose();
  }
}

function itemsOf({ agree, root, changes, refused, notes }: PreviewRequest): readonly PlanItem[] {
  const consent: PlanItem = {
    label: `$(check) ${agree(files(changes.length))}`,
    ...(notes === undefined ? {} : { detail: notes.join(" ") }),
    isConsent: true,
  };
  const separator = (label: string): PlanItem => ({ label, kind: QuickPickItemKind.Separator });
  return [
    consent,
    separator(l10n.t("changes")),
    ...changes.map((change): PlanItem => {
      const icon =
        change.before === undefined ? "diff-added" : change.after === undefined ? "diff-removed" : "diff-modified";
      return { label: relative(root, change.path), description: change.why, iconPath: new ThemeIcon(icon), change };
    }),
    ...(refused.length === 0 ? [] : [separator(l10n.t("left alone"))]),
    ...refused.map(
      ({ path, reason, hint }): PlanItem => ({
        label: relative(root, path),
        description: `${reason}; ${hint}`,
        iconPath: new ThemeIcon("warning"),
      }),
    ),
  ];
}
