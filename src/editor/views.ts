import { commands, type Disposable, type Memento, type WorkspaceFolder, workspace } from "vscode";
import { viewIds } from "../contributions.ts";
import { Disposables } from "./disposables.ts";
import { byFolder } from "./folder-rows.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";
import type { Row } from "./row.ts";
import { RowsView } from "./rows-view.ts";
import { RunbookView } from "./runbook-view.ts";
import type { Grouping } from "./secret-groups.ts";
import { SecretsView } from "./secrets-view.ts";

/** The tree views of the container "Leastkey". What they read from the disk is read when they are looked at. */
export class Views implements Disposable {
  readonly #own = new Disposables();
  readonly #secrets: SecretsView;
  readonly #runbook: RunbookView;

  constructor(parts: Parts, state: Memento) {
    const { guard, machine, log } = parts;
    this.#secrets = this.#own.add(new SecretsView(parts, state));
    const agents = this.#own.add(new RowsView(viewIds.agents, () => agentsOf(parts), log));
    const vault = this.#own.add(new RowsView(viewIds.vault, () => vaultOf(parts), log));
    this.#runbook = this.#own.add(new RunbookView(parts));
    const refresh = (): void => agents.refresh();
    this.#own.add(guard.onDidChange(refresh));
    this.#own.add(machine.onDidChangeVault(() => vault.refresh()));
    this.#own.add(workspace.onDidGrantWorkspaceTrust(refresh));
    this.#own.add(workspace.onDidChangeWorkspaceFolders(refresh));
  }

  /** Shows the secrets in this order. */
  async group(grouping: Grouping): Promise<void> {
    await this.#secrets.group(grouping);
    await commands.executeCommand(`${viewIds.secrets}.focus`);
  }

  refreshRunbook(): void {
    this.#runbook.refresh();
  }

  dispose(): void {
    this.#own.dispose();
  }
}

/** In a restricted workspace no file of an agent is read. */
async function agentsOf({ machine }: Parts): Promise<readonly Row[]> {
  if (!workspace.isTrusted) return [];
  const [{ agentRows }, { readCoverage, readProofs }] = await Promise.all([
    import("./agent-rows.ts"),
    import("./read-coverage.ts"),
  ]);
  return byFolder(async ({ uri }: WorkspaceFolder) =>
    agentRows(await readCoverage(uri.fsPath, machine), uri.toString(), await readProofs(uri.fsPath, machine)),
  );
}

/** Only what this window has unlocked is listed; the view never asks for a key. */
async function vaultOf({ machine }: Parts): Promise<readonly Row[]> {
  if (!machine.hasVault) return [];
  const vault = await machine.vault();
  if (!vault.status().unlocked) return [];
  const [{ remoteRows, vaultRows }, { movesOf }, { files }, vaults] = await Promise.all([
    import("./vault-rows.ts"),
    import("../guard/move-receipts.ts"),
    machine.ports(),
    machine.vaults(),
  ]);
  const moves = diskFolders().flatMap(({ uri }) => movesOf(uri.fsPath, files, machine.home));
  const moved = moves.flatMap(({ receipt }) => receipt.secrets.map(({ reference }) => reference));
  const facts = await machine.tierFacts();
  return [...vaultRows(await vault.list(), new Set(moved), facts), ...remoteRows(vaults.usable())];
}
