import type { Disposable } from "vscode";

/** Owns what must end with it. `add` gives its argument back, so that nothing exists without an owner. */
export class Disposables implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  add<T extends Disposable>(owned: T): T {
    if (this.#ended) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    this.#ended = true;
    for (const owned of this.#owned.splice(0).toReversed()) owned.dispose();
  }
}
