/** What kind of record it is. Databases are searched, never rewritten. */
export type RecordKind = "transcript" | "log" | "snapshot" | "history" | "backup" | "database";

/**
 * Where a place starts. `claude`, `codex`, `copilot` and `continue` follow the agent's own variable; `data` and
 * `state` are the XDG folders on every system (these agents do so); `config` and `local` are the system's own;
 * `editorUser` and `editor` stand for each VS Code kind of editor that is installed; `workspace` is the folder asked for.
 */
export type RecordBase =
  | "home"
  | "config"
  | "local"
  | "data"
  | "state"
  | "claude"
  | "codex"
  | "copilot"
  | "continue"
  | "editorUser"
  | "editor"
  | "workspace";

/** One place where an agent, a shell or an editor keeps what it saw. */
export interface RecordPlace {
  /** Registry id, or "shell", or "editor". */
  readonly agent: string;
  readonly base: RecordBase;
  /** Glob below the base, `**` and `*`; the part before the first star is the only folder that is walked. */
  readonly files: string;
  readonly kind: RecordKind;
}

/** An agent whose records cannot be read, or are not on this machine; shown, so that silence is not taken for safety. */
export interface UnreadableRecords {
  readonly agent: string;
  readonly reason: string;
}
