import { EventEmitter, type LogOutputChannel, type Uri, workspace } from "vscode";
import { contextKeys, settingsPrefix } from "../contributions.ts";
import type { Coverage } from "./activity-view.ts";
import { inBackground } from "./background.ts";
import { setContext } from "./context.ts";
import { coverageLines } from "./coverage-text.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders, placeOf } from "./folders.ts";
import type { Machine } from "./machine.ts";
import type { Protection } from "./protection.ts";
import type { FolderGuard } from "./read-protection.ts";
import { setting } from "./settings.ts";

/** Knows how each folder is protected, and tells when that changes. */
export class GuardWatch {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<void>());
  readonly #machine: Machine;
  readonly #log: LogOutputChannel;
  #byFolder: ReadonlyMap<string, FolderGuard> = new Map();
  #timer: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(machine: Machine, log: LogOutputChannel) {
    this.#machine = machine;
    this.#log = log;
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.protection`)) this.#schedule();
      }),
    );
    this.#own.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith("/.leastkey/policy.yaml")) inBackground(this.refresh(), "check of the policy", this.#log);
      }),
    );
    // Another branch may be another environment. (A worktree's HEAD is elsewhere: that waits for the next look.)
    const heads = this.#own.add(workspace.createFileSystemWatcher("**/.git/HEAD"));
    const branch = (): void => inBackground(this.refresh(), "check of the branch", this.#log);
    this.#own.add(heads.onDidChange(branch));
    this.#own.add(heads.onDidCreate(branch)); // git puts a new file in its place
    this.#own.add({ dispose: () => clearInterval(this.#timer) });
    this.#schedule();
  }

  of(uri: Uri): Protection {
    return this.#guard(uri)?.protection ?? { kind: "unknown" };
  }

  /** Whether the rules and the hook keep agents from this file. */
  isHidden(uri: Uri): boolean {
    const hidden = this.#guard(uri)?.hidden;
    if (hidden === undefined || hidden.size === 0) return false;
    const place = placeOf(uri);
    return place !== undefined && hidden.has(place.path);
  }

  /** Of several folders, the one that needs somebody first. */
  worst(): Protection {
    const all = [...this.#byFolder.values()].map(({ protection }) => protection);
    return all.toSorted((a, b) => urgency(b) - urgency(a))[0] ?? { kind: "unknown" };
  }

  /** The environment of the folder that has one; of several, the first. */
  session(): FolderGuard["session"] {
    return [...this.#byFolder.values()].map(({ session }) => session).find((one) => one !== undefined);
  }

  coverage(): Coverage {
    const protection = this.worst();
    return { lines: coverageLines(protection), isProtected: protection.kind === "protected" };
  }

  /** Looks at the files again. In an untrusted workspace there is nothing of ours to look at. */
  async refresh(): Promise<void> {
    if (!workspace.isTrusted) return;
    const folders = diskFolders();
    if (folders.length === 0) return;
    const [ports, { readProtection }, { lastHeartbeat }] = await Promise.all([
      this.#machine.ports(),
      import("./read-protection.ts"),
      import("../platform/heartbeat.ts"),
    ]);
    const { home } = this.#machine;
    const seen = (agent: string): string | undefined => lastHeartbeat(home, agent)?.at;
    const took = (agent: string): number | undefined => lastHeartbeat(home, agent)?.durationMs;
    const guards = folders.map(
      ({ uri }) => [uri.toString(), readProtection(uri.fsPath, { ports, home, seen, took })] as const,
    );
    this.#byFolder = new Map(guards);
    for (const { uri } of folders) await refreshPolicy(uri.fsPath, this.#machine, this.#log);
    this.#changed.fire();
    await setContext(contextKeys.workspaceProtected, this.worst().kind === "protected");
  }

  #guard(uri: Uri): FolderGuard | undefined {
    return this.#byFolder.get(workspace.getWorkspaceFolder(uri)?.uri.toString() ?? "");
  }

  #schedule(): void {
    clearInterval(this.#timer);
    const minutes = setting("protection.refreshMinutes");
    if (minutes <= 0) return;
    const look = (): void => inBackground(this.refresh(), "check of the protection", this.#log);
    this.#timer = setInterval(look, Math.max(1, minutes) * 60_000);
    this.#timer.unref();
  }

  dispose(): void {
    this.#own.dispose();
  }
}

/** Keeps the hook fed: a policy that changed is compiled again. Cedar is loaded only where there is one. */
async function refreshPolicy(folder: string, machine: Machine, log: LogOutputChannel): Promise<void> {
  const [ports, { policyRootOf }, { readPolicyTable }] = await Promise.all([
    machine.ports(),
    import("../guard/session-environment.ts"),
    import("../guard/policy-table.ts"),
  ]);
  const { files } = ports;
  const root = policyRootOf(folder, files);
  if (readPolicyTable(root, files, machine.home).kind !== "stale") return;
  const [{ writePolicyTable }, { recordPolicyChange }, { loadCedar }] = await Promise.all([
    import("../guard/write-policy-table.ts"),
    import("../guard/record-policy-change.ts"),
    import("../platform/cedar.ts"),
  ]);
  recordPolicyChange(root, ports, machine.home);
  const { fault } = writePolicyTable(root, await loadCedar(machine.programs), files, machine.home);
  if (fault !== undefined) log.warn(`the policy has an error, so every use of a credential is denied: ${fault}`);
  else log.info("the policy was compiled for the hook");
}

function urgency(protection: Protection): number {
  switch (protection.kind) {
    case "unknown":
      return 0;
    case "unprotected":
      return 2;
    case "protected":
      return protection.notLive === undefined ? (protection.drift.length > 0 ? 3 : 1) : 4;
  }
}
