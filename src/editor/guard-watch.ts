import { EventEmitter, type Uri, workspace } from "vscode";
import type { Coverage } from "./activity-view.ts";
import { Disposables } from "./disposables.ts";
import type { Machine } from "./machine.ts";
import type { Protection } from "./protection.ts";

/** Knows how each folder is protected, and tells when that changes. */
export class GuardWatch {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<void>());
  readonly #byFolder = new Map<string, Protection>();
  readonly #machine: Machine;
  readonly onDidChange = this.#changed.event;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  of(uri: Uri): Protection {
    const folder = workspace.getWorkspaceFolder(uri);
    return this.#byFolder.get(folder?.uri.toString() ?? "") ?? { kind: "unknown" };
  }

  worst(): Protection {
    return { kind: "unknown" };
  }

  isHidden(_uri: Uri): boolean {
    return this.#machine.home.root === "";
  }

  coverage(): Coverage {
    return {
      lines: ["Commands that agents run outside VS Code terminals are only seen through hooks."],
      isProtected: false,
    };
  }

  dispose(): void {
    this.#own.dispose();
  }
}
