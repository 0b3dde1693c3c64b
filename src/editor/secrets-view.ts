import { type Disposable, l10n, type Memento, workspace } from "vscode";
import { contextKeys, settingsPrefix, viewIds } from "../contributions.ts";
import { inBackground } from "./background.ts";
import { setContext } from "./context.ts";
import { Disposables } from "./disposables.ts";
import { soon } from "./in-turns.ts";
import type { Parts } from "./parts.ts";
import { RowsView } from "./rows-view.ts";
import { type Grouping, groupings } from "./secret-groups.ts";
import { countOf, type SecretSource, secretRows } from "./secret-rows.ts";
import { settingOfFiles } from "./settings.ts";
import { credentials } from "./words.ts";

const memory = "secrets.grouping";
const groupingWords: Readonly<Record<Grouping, string>> = {
  file: l10n.t("by file"),
  provider: l10n.t("by provider"),
  environment: l10n.t("by environment"),
  risk: l10n.t("by risk"),
};

/** The view "Secrets", kept as the findings are; how it is grouped is kept for the workspace. */
export class SecretsView implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Parts;
  readonly #state: Memento;
  readonly #rows: RowsView;
  #grouping: Grouping;

  constructor(parts: Parts, state: Memento) {
    const { findings, guard, scan, log } = parts;
    this.#parts = parts;
    this.#state = state;
    const kept = state.get<unknown>(memory);
    this.#grouping = groupings.find((one) => one === kept) ?? "file";
    this.#rows = this.#own.add(new RowsView(viewIds.secrets, () => secretRows(this.#source(), this.#grouping), log));
    const show = this.#own.add(soon(() => this.#show()));
    const tellScan = (): void => inBackground(setContext(contextKeys.scanState, scan.state), "context", log);
    for (const event of [findings.onDidChange, guard.onDidChange]) this.#own.add(event(show));
    this.#own.add(scan.onDidChange(tellScan));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks`)) show();
      }),
    );
    tellScan();
    this.#tellGrouping();
    this.#show();
  }

  async group(grouping: Grouping): Promise<void> {
    this.#grouping = grouping;
    this.#tellGrouping();
    this.#rows.refresh();
    await this.#state.update(memory, grouping);
  }

  #tellGrouping(): void {
    this.#rows.view.description = groupingWords[this.#grouping];
    inBackground(setContext(contextKeys.secretsGrouping, this.#grouping), "context", this.#parts.log);
  }

  #show(): void {
    const found = countOf(this.#source());
    this.#rows.view.badge =
      found === 0 ? undefined : { value: found, tooltip: l10n.t("{0} in plain text", credentials(found)) };
    this.#rows.refresh();
  }

  #source(): SecretSource {
    const { findings, guard } = this.#parts;
    return {
      files: findings.files(),
      lowest: settingOfFiles("marks.lowestTier"),
      isHidden: (uri) => guard.isHidden(uri),
      pathOf: (uri) => workspace.asRelativePath(uri).replaceAll("\\", "/"),
    };
  }

  dispose(): void {
    this.#own.dispose();
  }
}
