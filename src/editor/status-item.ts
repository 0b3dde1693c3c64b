import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import { commandIds, productName } from "../contributions.ts";
import { Disposables } from "./disposables.ts";
import { type GuardState, statusFace, statusLine, statusTooltip } from "./status-text.ts";

/** One item, one glance; its click is the next step. */
export class StatusItem implements Disposable {
  readonly #own = new Disposables();
  readonly #item = this.#own.add(window.createStatusBarItem("guard", StatusBarAlignment.Left, 50));

  constructor() {
    this.#item.name = productName;
  }

  show(state: GuardState): void {
    const face = statusFace(state);
    this.#item.text = statusLine(state, face);
    this.#item.command = face.command;
    this.#item.backgroundColor = face.isWarning ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    const where = state.session === undefined ? "" : `${state.session.environment}. `;
    const label = `${productName}: ${where}${face.summary}. ${face.next}`;
    this.#item.accessibilityInformation = { label, role: "button" };
    const tooltip = new MarkdownString(statusTooltip(state, face), true);
    tooltip.isTrusted = { enabledCommands: [...commandIds, "workbench.trust.manage"] };
    this.#item.tooltip = tooltip;
    this.#item.show();
  }

  dispose(): void {
    this.#own.dispose();
  }
}
