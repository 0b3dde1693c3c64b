import { type Disposable, EventEmitter, workspace } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { aboutReference } from "../vaults/about-reference.ts";
import type { BackendFacts } from "../vaults/backend.ts";
import { type SecretTier, tierOfReference } from "../vaults/tiers.ts";
import type { Machine } from "./machine.ts";

/** What is known of a reference, never its value. */
export type ReferenceState =
  | { readonly kind: "there" }
  | { readonly kind: "missing" }
  | { readonly kind: "made" } // a credential is made when it is used
  | { readonly kind: "locked" } // the embedded vault is not asked before it is unlocked
  | { readonly kind: "unasked"; readonly facts: BackendFacts }
  | { readonly kind: "unconfigured"; readonly facts: BackendFacts }
  | { readonly kind: "foreign"; readonly tool: string | undefined }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string };

/** An answer from elsewhere is believed so long: somebody may add what is missing. */
const keptMs = 60_000;
const mostListed = 500;

/** Made by the first who needs them: activation loads nothing of a vault. */
export type OpenReferenceStates = () => Promise<ReferenceStates>;

/** Asks the vaults about references, and keeps the answers for a while. */
export class ReferenceStates implements Disposable {
  readonly #machine: Machine;
  readonly #answers = new Map<string, { readonly at: number; readonly state: ReferenceState }>();
  readonly #answered = new EventEmitter<void>();
  readonly onDidAnswer = this.#answered.event;
  readonly #lists = new Map<string, { readonly at: number; readonly names: Promise<readonly string[]> }>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  forget(): void {
    this.#answers.clear();
    this.#lists.clear();
  }

  /** As far as it is known without asking anybody. */
  async known(reference: string): Promise<ReferenceState> {
    const { backend, fault, isOurs, tool } = aboutReference(reference);
    if (fault !== undefined) return { kind: "broken", why: fault.message };
    if (isOurs) return this.#ours(reference);
    if (backend === undefined) return { kind: "foreign", tool };
    const kept = this.#answers.get(reference);
    if (kept !== undefined && Date.now() - kept.at < keptMs) return kept.state;
    return { kind: (await this.#isUsable(backend)) ? "unasked" : "unconfigured", facts: backend };
  }

  /** Asks the vault elsewhere as well. `asked`: by a human's click, so that a program may ask that human back. */
  async ask(reference: string, { asked }: { readonly asked: boolean }): Promise<ReferenceState> {
    const known = await this.known(reference);
    if (known.kind !== "unasked" || (known.facts.mayPrompt === true && !asked)) return known;
    const state = await this.#answer(reference);
    this.#answers.set(reference, { at: Date.now(), state });
    this.#answered.fire();
    return state;
  }

  /** How far what it names is from whoever would take it; undefined: nothing is known to be there. */
  async tier(reference: string, { kind }: ReferenceState): Promise<SecretTier | undefined> {
    if (kind !== "there" && kind !== "made") return undefined;
    return tierOfReference(reference, await this.#machine.tierFacts(), kind === "made");
  }

  /** What the vault of this beginning of a reference holds: the embedded one when it is unlocked, one elsewhere by itself. */
  async names(begun: string): Promise<readonly string[]> {
    const { backend, isOurs } = aboutReference(begun);
    if (isOurs) return [...((await this.#embedded()) ?? [])];
    if (backend === undefined || backend.mayPrompt === true || !(await this.#isUsable(backend))) return [];
    const kept = this.#lists.get(backend.id);
    if (kept !== undefined && Date.now() - kept.at < keptMs) return kept.names;
    const vault = await (await this.#machine.vaults()).remote(backend.id);
    const names = vault.list().then((items) => items.slice(0, mostListed).map(({ reference }) => reference));
    this.#lists.set(backend.id, { at: Date.now(), names });
    return names;
  }

  dispose(): void {
    this.#answered.dispose();
  }

  async #ours(reference: string): Promise<ReferenceState> {
    const names = await this.#embedded();
    if (names === undefined) return { kind: "locked" };
    return { kind: names.has(reference) ? "there" : "missing" };
  }

  /** undefined while the vault is locked: "missing" would be a guess. */
  async #embedded(): Promise<ReadonlySet<string> | undefined> {
    if (!workspace.isTrusted || !this.#machine.hasVault) return undefined;
    const vault = await this.#machine.vault();
    if (!vault.status().unlocked) return undefined;
    return new Set((await vault.list()).map(({ reference }) => reference));
  }

  async #isUsable({ id }: BackendFacts): Promise<boolean> {
    return workspace.isTrusted && (await this.#machine.vaults()).usable().some((one) => one.id === id);
  }

  async #answer(reference: string): Promise<ReferenceState> {
    try {
      const has = await (await this.#machine.vaults()).has(reference);
      return { kind: has === undefined ? "made" : has ? "there" : "missing" };
    } catch (error) {
      if (!(error instanceof LeastkeyError)) throw error;
      return { kind: error.code === "reference.invalid" ? "broken" : "failed", why: error.message };
    }
  }
}
