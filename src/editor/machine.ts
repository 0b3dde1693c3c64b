import { homedir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { EventEmitter } from "vscode";
import type { DecideContext } from "../guard/decide-context.ts";
import { workspacePolicy } from "../guard/policy-home.ts";
import type { Ports } from "../guard/ports.ts";
import { type Home, leastkeyHome } from "../platform/home.ts";
import type { VaultSettings } from "../vaults/backend.ts";
import type { EmbeddedVault } from "../vaults/embedded.ts";
import type { KnownFacts } from "../vaults/tiers.ts";
import type { Vaults } from "../vaults/vaults.ts";
import type { Scanner } from "../worker/scan-client.ts";
import { askInEditor } from "./ask-passphrase.ts";
import { diskFolders } from "./folders.ts";

/**
 * The real world, loaded when first needed: activation must stay in the milliseconds, and most windows never write.
 */
export class Machine {
  readonly home: Home = leastkeyHome();
  /** Where the programs beside the extension are: dist/. */
  readonly programs: string;
  readonly #vaultChanged = new EventEmitter<void>();
  /** Fired when this window unlocked, locked or filled the vault. */
  readonly onDidChangeVault = this.#vaultChanged.event;
  #ports: Promise<Ports> | undefined;
  #vault: Promise<EmbeddedVault> | undefined;
  #vaults: { readonly of: string; readonly open: Promise<Vaults> } | undefined;
  #scanner: Promise<Scanner> | undefined;
  #decide: Promise<DecideContext> | undefined;

  constructor(programs: string) {
    this.programs = programs;
  }

  /** A failure is not kept: the next command tries again. */
  ports(): Promise<Ports> {
    this.#ports ??= makePorts(this.home).catch((error: unknown) => {
      this.#ports = undefined;
      throw error;
    });
    return this.#ports;
  }

  vault(): Promise<EmbeddedVault> {
    this.#vault ??= this.#openVault().catch((error: unknown) => {
      this.#vault = undefined;
      throw error;
    });
    return this.#vault;
  }

  /** Every vault of this user behind one, opened again when the user's list of them has changed. */
  async vaults(): Promise<Vaults> {
    const { files } = await this.ports();
    const of = files.readText(this.home.vaults) ?? "";
    if (this.#vaults?.of !== of) {
      const open = this.vaultsWith().catch((error: unknown) => {
        this.#vaults = undefined;
        throw error;
      });
      await this.#endVaults();
      this.#vaults = { of, open };
    }
    return this.#vaults.open;
  }

  /** The same with other settings, to try them. */
  async vaultsWith(settings?: VaultSettings): Promise<Vaults> {
    const [{ allVaults }, { files, clock, audit }, embedded] = await Promise.all([
      import("../platform/all-vaults.ts"),
      this.ports(),
      this.vault(),
    ]);
    const wiring = { home: this.home, files, clock, audit, env, embedded };
    return allVaults({ ...wiring, ...(settings === undefined ? {} : { settings }) });
  }

  /** What decides how far the secrets of this user are from whoever would take them. */
  async tierFacts(): Promise<KnownFacts> {
    const { files } = await this.ports();
    const wrapping = this.hasVault ? (await this.vault()).status().wrapping : undefined;
    const theirs = diskFolders().map(({ uri }) => `${uri.fsPath}/${workspacePolicy}`);
    return { wrapping, hasPolicy: [this.home.policy, ...theirs].some((path) => files.stat(path) !== undefined) };
  }

  /** Whether this window has asked for the vault before. */
  get hasVault(): boolean {
    return this.#vault !== undefined;
  }

  vaultChanged(): void {
    this.#vaultChanged.fire();
  }

  /** What the hook judges with, for telling what a terminal's command is about. */
  decideContext(): Promise<DecideContext> {
    this.#decide ??= makeContext(this.home).catch((error: unknown) => {
      this.#decide = undefined;
      throw error;
    });
    return this.#decide;
  }

  /** Its worker threads start with the first scan. */
  scanner(): Promise<Scanner> {
    this.#scanner ??= import("../worker/scan-client.ts").then(({ createScanner }) =>
      createScanner({ workerPath: join(this.programs, "scan-worker.js"), home: this.home }),
    );
    return this.#scanner;
  }

  async dispose(): Promise<void> {
    this.#vaultChanged.dispose();
    await this.#endVaults();
    await (await this.#scanner)?.dispose();
  }

  /** What was made for this window alone is given back. */
  async #endVaults(): Promise<void> {
    await (await this.#vaults?.open)?.end();
  }

  async #openVault(): Promise<EmbeddedVault> {
    const [{ embeddedVault }, { sealInThread }, { files, clock }] = await Promise.all([
      import("../platform/embedded-vault.ts"),
      import("../worker/passphrase-client.ts"),
      this.ports(),
    ]);
    const seal = sealInThread(join(this.programs, "scan-worker.js"));
    return embeddedVault({ home: this.home, files, clock, env, ask: askInEditor, seal });
  }
}

async function makeContext(home: Home): Promise<DecideContext> {
  const [{ nodeFiles }, { machineFingerprinter }, { secretByName }] = await Promise.all([
    import("../platform/node-files.ts"),
    import("../platform/fingerprint.ts"),
    import("../core/detect/secret-names.ts"),
  ]);
  return {
    files: nodeFiles(),
    fingerprinter: machineFingerprinter(home),
    home,
    userHome: homedir().replaceAll("\\", "/"),
    secretByName,
  };
}

async function makePorts(home: Home): Promise<Ports> {
  const [{ nodeFiles }, { systemClock }, { machineFingerprinter }, { openTrail }] = await Promise.all([
    import("../platform/node-files.ts"),
    import("../platform/system-clock.ts"),
    import("../platform/fingerprint.ts"),
    import("../platform/trail-file.ts"),
  ]);
  return {
    files: nodeFiles(),
    clock: systemClock,
    fingerprinter: machineFingerprinter(home),
    audit: openTrail(home, systemClock),
  };
}
