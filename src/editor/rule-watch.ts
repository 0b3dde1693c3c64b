import { type Disposable, l10n, RelativePattern, type Uri, type WorkspaceFolder, workspace } from "vscode";
import type { Drift } from "../guard/protect.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders, placeOf } from "./folders.ts";
import { notifyWarning, type Way } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { files } from "./words.ts";

/** An editor saves a file in several steps; after this it is looked at. */
const settleMs = 200;

/**
 * Warns as soon as anybody, an agent for one, changes what keeps agents away in a protected folder, or switches hooks
 * off. The repair is one click, since what it writes was agreed to before.
 */
export class RuleWatch implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Parts;
  readonly #watched = new Set<string>();
  /** What is wrong and was told, by folder: told once, and again when it was right in between. */
  readonly #told = new Map<string, ReadonlySet<string>>();
  readonly #changed = new Map<string, Uri>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#own.add(parts.guard.onDidChange(() => inBackground(this.#watch(), "watch of the rules", parts.log)));
    this.#own.add({ dispose: () => clearTimeout(this.#timer) });
  }

  /** A folder that is not protected has no rules to watch. */
  async #watch(): Promise<void> {
    const { guard } = this.#parts;
    const due = diskFolders().filter(
      ({ uri }) => !this.#watched.has(uri.toString()) && guard.of(uri).kind === "protected",
    );
    if (due.length === 0) return;
    for (const { uri } of due) this.#watched.add(uri.toString());
    const { ruleFiles } = await import("../guard/protected-workspace.ts");
    const note = (uri: Uri): void => {
      this.#changed.set(uri.toString(), uri);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => inBackground(this.#look(), "check of the rules", this.#parts.log), settleMs);
    };
    for (const folder of due) {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, `{${ruleFiles.join(",")}}`));
      this.#own.add(watcher);
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) this.#own.add(event(note));
    }
  }

  async #look(): Promise<void> {
    const { guard } = this.#parts;
    const places = [...this.#changed.values()].flatMap((uri) => placeOf(uri) ?? []);
    this.#changed.clear();
    await guard.refresh();
    for (const folder of new Set(places.map((place) => place.folder))) {
      const paths = new Set(places.filter((place) => place.folder === folder).map(({ path }) => path));
      this.#tell(folder, paths);
    }
  }

  #tell(folder: WorkspaceFolder, changed: ReadonlySet<string>): void {
    const protection = this.#parts.guard.of(folder.uri);
    const drift = protection.kind === "protected" ? protection.drift : [];
    const told = this.#told.get(folder.uri.toString()) ?? new Set();
    const due = drift.filter((one) => changed.has(one.path) || told.has(nameOf(one)));
    // What is wrong already and whose change was not reported yet is told when it is: the look may be quicker.
    this.#told.set(folder.uri.toString(), new Set(due.map(nameOf)));
    const fresh = due.filter((one) => !told.has(nameOf(one)));
    if (fresh.length > 0) notifyWarning(this.#parts.log, ruleText(fresh), this.#ways(folder));
  }

  #ways(folder: WorkspaceFolder): readonly Way[] {
    return [
      {
        title: l10n.t("Repair"),
        run: async () => (await import("./repair.ts")).repairRules(this.#parts, folder),
      },
      { title: l10n.t("See What Changed"), command: "leastkey.checkProtection" },
    ];
  }

  dispose(): void {
    this.#own.dispose();
  }
}

const nameOf = ({ path, state }: Drift): string => `${state} ${path}`;

/** What just happened and what it means, in one sentence; the worst of several first. */
export function ruleText(drift: readonly Drift[]): string {
  const off = drift.find(({ state }) => state === "switched off");
  if (off !== undefined) return l10n.t("Leastkey: {0} was changed: {1}.", off.path, off.reason);
  const named = drift.length > 3 ? files(drift.length) : drift.map(({ path }) => path).join(", ");
  return l10n.t("Leastkey: {0} changed: agents may no longer be kept from the credentials here.", named);
}
