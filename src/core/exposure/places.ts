import type { RecordBase, RecordKind, RecordPlace, UnreadableRecords } from "./record-place.ts";

const place = (agent: string, base: RecordBase, kind: RecordKind, ...files: readonly string[]): RecordPlace[] =>
  files.map((glob) => ({ agent, base, files: glob, kind }));

const tasks = (agent: string, extension: string): RecordPlace[] =>
  place(agent, "editorUser", "transcript", `globalStorage/${extension}/tasks/**/*.json`);

/**
 * Recorded by the agents themselves in November 2026 (transcript_path of hook payloads): claude-code, codex,
 * factory-droid, gemini-cli, qwen-code. From the vendors' own pages: copilot-cli (config directory reference),
 * goose (logs guide), opencode (troubleshooting), tabnine. The others from published readers of these files, read
 * 2026-11-24. One line here is all that an agent's move to another folder takes.
 */
export const recordPlaces: readonly RecordPlace[] = [
  ...place("aider", "workspace", "transcript", ".aider.chat.history.md", ".aider.input.history", ".aider.llm.history"),
  ...place("amazon-q", "data", "database", "amazon-q/data.sqlite3*"),
  ...place("amazon-q", "local", "database", "amazon-q/data.sqlite3*"),
  ...place("amp", "data", "transcript", "amp/threads/**/*.json"),
  ...place(
    "antigravity",
    "home",
    "transcript",
    ".gemini/antigravity-cli/brain/**/*.jsonl",
    ".gemini/antigravity/brain/**/*.md",
  ),
  ...place("antigravity", "home", "history", ".gemini/antigravity-cli/history.jsonl"),
  ...place("augment", "home", "transcript", ".augment/sessions/**/*.json"),
  ...place("claude-code", "claude", "transcript", "projects/**/*.jsonl", "projects/**/tool-results/*", "todos/*.json"),
  ...place("claude-code", "claude", "history", "history.jsonl"),
  ...place(
    "claude-code",
    "claude",
    "snapshot",
    "shell-snapshots/*",
    "session-env/**/*",
    "file-history/**/*",
    "paste-cache/**/*",
  ),
  ...place("claude-code", "claude", "log", "debug/*"),
  ...tasks("cline", "saoudrizwan.claude-dev"),
  ...place("cline", "home", "transcript", ".cline/data/**/*.json"),
  ...place("codex", "codex", "transcript", "sessions/**/*.jsonl", "archived_sessions/**/*.jsonl"),
  ...place("codex", "codex", "history", "history.jsonl"),
  ...place("codex", "codex", "snapshot", "shell_snapshots/*"),
  ...place("codex", "codex", "log", "log/*"),
  ...place("codex", "codex", "database", "*.sqlite*"),
  ...place("continue", "continue", "transcript", "sessions/*.json"),
  ...place("continue", "continue", "log", "logs/*"),
  ...place(
    "copilot",
    "editorUser",
    "transcript",
    "workspaceStorage/*/chatSessions/*",
    "globalStorage/emptyWindowChatSessions/*",
  ),
  ...place("copilot", "editorUser", "transcript", "workspaceStorage/*/GitHub.copilot-chat/**/*"),
  ...place("copilot", "editorUser", "snapshot", "workspaceStorage/*/chatEditingSessions/**/*"),
  ...place("copilot-cli", "copilot", "transcript", "session-state/**/*", "history-session-state/*.json"),
  ...place("copilot-cli", "copilot", "log", "logs/*"),
  ...place("copilot-cli", "copilot", "database", "session-store.db*"),
  ...place("crush", "workspace", "database", ".crush/crush.db*"),
  ...place("crush", "workspace", "log", ".crush/logs/*"),
  ...place("cursor", "home", "transcript", ".cursor/projects/**/*.jsonl", ".cursor/projects/**/*.txt"),
  ...place("cursor", "home", "database", ".cursor/chats/**/*.db*"),
  ...place("devin", "data", "database", "devin/cli/sessions.db*"),
  ...place("factory-droid", "home", "transcript", ".factory/sessions/**/*.jsonl", ".factory/projects/**/*.jsonl"),
  ...place(
    "gemini-cli",
    "home",
    "transcript",
    ".gemini/tmp/**/*.json",
    ".gemini/tmp/**/*.jsonl",
    ".gemini/tmp/**/shell_history",
  ),
  ...place("goose", "data", "database", "goose/sessions/sessions.db*"),
  ...place("goose", "data", "transcript", "goose/sessions/*.jsonl"),
  ...place("goose", "home", "history", ".config/goose/history.txt"),
  ...place("goose", "state", "log", "goose/logs/**/*"),
  ...place("grok-build", "home", "transcript", ".grok/sessions/**/*"),
  ...place("junie", "home", "transcript", ".junie/sessions/**/*"),
  ...tasks("kilo-code", "kilocode.kilo-code"),
  ...place("kilo-code", "data", "database", "kilo/kilo.db*"),
  ...place("kilo-code", "data", "log", "kilo/log/*"),
  ...place("kiro", "home", "transcript", ".kiro/sessions/**/*.json", ".kiro/sessions/**/*.jsonl"),
  ...place("kiro", "data", "database", "kiro-cli/data.sqlite3*"),
  ...place("opencode", "data", "database", "opencode/opencode.db*"),
  ...place("opencode", "data", "transcript", "opencode/storage/**/*"),
  ...place("opencode", "data", "log", "opencode/log/*"),
  ...place("openhands", "home", "transcript", ".openhands/conversations/**/*"),
  ...place("pi", "home", "transcript", ".pi/agent/sessions/**/*.jsonl"),
  ...place("qoder", "home", "transcript", ".qoder/projects/**/*.jsonl"),
  ...place("qoder", "home", "log", ".qoder/logs/**/*.log"),
  ...place(
    "qwen-code",
    "home",
    "transcript",
    ".qwen/projects/**/*.jsonl",
    ".qwen/tmp/**/*.json",
    ".qwen/tmp/**/*.jsonl",
  ),
  ...tasks("roo-code", "rooveterinaryinc.roo-cline"),
  ...place("tabnine", "home", "transcript", ".tabnine/agent/tmp/**/*.json", ".tabnine/agent/tmp/**/*.jsonl"),
  ...place("zed", "data", "transcript", "zed/conversations/*.json"),
  ...place(
    "shell",
    "home",
    "history",
    ".bash_history",
    ".zsh_history",
    ".history",
    ".python_history",
    ".node_repl_history",
  ),
  ...place("shell", "home", "history", ".mysql_history", ".psql_history", ".sqlite_history", ".zsh_sessions/*.history"),
  ...place("shell", "data", "history", "fish/fish_history", "powershell/PSReadLine/*_history.txt"),
  ...place("shell", "config", "history", "Microsoft/Windows/PowerShell/PSReadLine/*_history.txt"),
  ...place("editor", "editorUser", "backup", "History/**/*"),
  ...place("editor", "editor", "backup", "Backups/**/*"),
  ...place("editor", "editorUser", "database", "globalStorage/state.vscdb*", "workspaceStorage/*/state.vscdb*"),
];

/** What the places above cannot show. */
export const unreadableRecords: readonly UnreadableRecords[] = [
  { agent: "windsurf", reason: "its conversations (.codeium/windsurf/cascade) are encrypted by the agent" },
  { agent: "antigravity", reason: "its conversations (.pb) are encrypted by the agent; its plain logs are searched" },
  { agent: "zed", reason: "its threads (zed/threads/threads.db) are compressed with zstd" },
  { agent: "jetbrains-ai", reason: "its chats are kept in the IDE's own workspace files, in no documented place" },
  { agent: "trae", reason: "its chats are kept in its own editor's state database, which is searched only as such" },
];

/** User data folders of the editors that are VS Code inside, and the agent that an editor belongs to. */
export const editorFolders: readonly { readonly name: string; readonly agent?: string }[] = [
  { name: "Code" },
  { name: "Code - Insiders" },
  { name: "VSCodium" },
  { name: "Cursor", agent: "cursor" },
  { name: "Windsurf", agent: "windsurf" },
  { name: "Antigravity", agent: "antigravity" },
  { name: "Kiro", agent: "kiro" },
  { name: "Trae", agent: "trae" },
  { name: "Qoder", agent: "qoder" },
];
