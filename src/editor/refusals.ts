import {
  ConfigurationTarget,
  type Disposable,
  type Event,
  type LogOutputChannel,
  l10n,
  StatusBarAlignment,
  window,
  workspace,
} from "vscode";
import type { EntryRow } from "../audit/read.ts";
import { settingsPrefix, viewIds } from "../contributions.ts";
import { within } from "../core/paths.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders } from "./folders.ts";
import type { GuardWatch } from "./guard-watch.ts";
import type { Machine } from "./machine.ts";
import { notify } from "./notify.ts";
import { isForPeople, refusalText } from "./refusal-text.ts";
import { setting } from "./settings.ts";

/** One message for what an agent tries again and again. */
const quietMs = 60_000;

interface RefusalParts {
  readonly machine: Machine;
  readonly guard: GuardWatch;
  readonly log: LogOutputChannel;
  readonly panel: { readonly isVisible: boolean; readonly onDidShow: Event<void> };
}

/**
 * Tells of refusals in this window's folders: a number in the status bar since the panel was last opened, and a message
 * for the few that a human should see at once.
 */
export class Refusals implements Disposable {
  readonly #own = new Disposables();
  readonly #item = this.#own.add(window.createStatusBarItem("refusals", StatusBarAlignment.Left, 49));
  readonly #parts: RefusalParts;
  #isFollowing = false;
  #refused = 0;
  #toldAt = 0;

  constructor(parts: RefusalParts) {
    this.#parts = parts;
    this.#item.name = l10n.t("Leastkey: refused calls");
    this.#item.command = { title: l10n.t("Open Agent Activity"), command: `${viewIds.agentActivity}.focus` };
    const start = (): void => inBackground(this.#follow(), "watch for refusals", parts.log);
    this.#own.add(parts.guard.onDidChange(start));
    this.#own.add(
      parts.panel.onDidShow(() => {
        this.#refused = 0;
        this.#item.hide();
      }),
    );
  }

  /** A workspace without hooks refuses nothing, so nothing is watched there. */
  async #follow(): Promise<void> {
    const { guard, machine } = this.#parts;
    if (this.#isFollowing || guard.worst().kind !== "protected") return;
    this.#isFollowing = true;
    const { followTrail } = await import("../platform/trail-follow.ts");
    const following = followTrail(machine.home, (row) => this.#take(row));
    this.#own.add({ dispose: () => following.close() });
  }

  #take(row: EntryRow): void {
    if (row.outcome !== "denied" || this.#parts.panel.isVisible || !isHere(row)) return;
    this.#refused++;
    const text = this.#refused === 1 ? l10n.t("1 refused call") : l10n.t("{0} refused calls", this.#refused);
    this.#item.text = `$(circle-slash) ${String(this.#refused)}`;
    this.#item.tooltip = l10n.t("{0} since the panel Agent Activity was last opened", text);
    this.#item.accessibilityInformation = {
      label: l10n.t("{0} of agents. Opens Agent Activity", text),
      role: "button",
    };
    this.#item.show();
    inBackground(this.#tell(row), "message about a refusal", this.#parts.log);
  }

  async #tell(row: EntryRow): Promise<void> {
    if (!isForPeople(row) || setting("activity.refusalMessages") === "off") return;
    if (Date.now() - this.#toldAt < quietMs) return;
    this.#toldAt = Date.now();
    const { agents } = await import("../agents/index.ts");
    const title = agents.find(({ id }) => id === row.agent)?.title ?? l10n.t("an agent");
    notify(this.#parts.log, refusalText(row, title), [
      { title: l10n.t("Open Agent Activity"), command: "leastkey.openAgentActivity" },
      { title: l10n.t("Do Not Show Again"), run: neverAgain },
    ]);
  }

  dispose(): void {
    this.#own.dispose();
  }
}

async function neverAgain(): Promise<void> {
  await workspace
    .getConfiguration(settingsPrefix)
    .update("activity.refusalMessages", "off", ConfigurationTarget.Global);
}

/** The trail is the whole machine's; a window speaks of its own folders. */
function isHere({ workspace: root, cwd }: EntryRow): boolean {
  const place = (root ?? cwd)?.replaceAll("\\", "/");
  return (
    place !== undefined &&
    diskFolders().some(({ uri }) => within(uri.fsPath.replaceAll("\\", "/"), place) !== undefined)
  );
}
