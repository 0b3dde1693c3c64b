import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Long before now, so that no file looks like a running agent's. */
export const longAgo = new Date("2026-06-01T00:00:00Z");

export interface Planted {
  readonly agent: string;
  readonly path: string;
  readonly content: (value: string) => string;
  /** When the record says it was; absent: the file's own time. */
  readonly since?: string;
}

const toolResult = (text: string, time: string): string =>
  `${JSON.stringify({ type: "user", timestamp: time, message: { content: [{ type: "tool_result", content: text }] } })}\n`;

/**
 * Records as each agent lays them out. claude-code, codex, factory-droid, gemini-cli and qwen-code stand where the
 * transcript_path of their hooks pointed (payloads recorded in November 2026); the others as in core/exposure/places.
 */
export const planted: readonly Planted[] = [
  {
    agent: "claude-code",
    path: ".claude/projects/-home-dev-shop/f9a28a10-877f-44c1-a4bc-d7ce3c588ee1.jsonl",
    content: (value) =>
      `${JSON.stringify({ type: "user", timestamp: "2026-03-01T10:00:00.000Z", message: "hi" })}\n${toolResult(`PORT=1\nSTRIPE_SECRET_KEY=${value}\n`, "2026-03-02T10:00:00.000Z")}`,
    since: "2026-03-02T10:00:00.000Z",
  },
  {
    agent: "claude-code",
    path: ".claude/shell-snapshots/snapshot-bash-1764924789935-1e2dj0.sh",
    content: (value) => `export STRIPE_SECRET_KEY='${value}'\n`,
  },
  {
    agent: "codex",
    path: ".codex/sessions/2026/11/23/rollout-2026-11-23T01-22-28-01a205ff-5063-79f3-91b1-12d62daf90b0.jsonl",
    content: (value) =>
      `${JSON.stringify({ timestamp: "2026-04-01T00:00:00Z", payload: { arguments: JSON.stringify({ command: `curl -H "Authorization: Bearer ${value}"` }) } })}\n`,
    since: "2026-04-01T00:00:00.000Z",
  },
  {
    agent: "factory-droid",
    path: ".factory/sessions/-home-dev-shop/c210d46b-5b94-4a1f-9177-300384730c68.jsonl",
    content: (value) => toolResult(value, "2026-05-01T00:00:00Z"),
    since: "2026-05-01T00:00:00.000Z",
  },
  {
    agent: "gemini-cli",
    path: ".gemini/tmp/shop/chats/session-2026-11-23T01-00-efd567bf.jsonl",
    content: (value) => toolResult(`key: ${value}`, "2026-05-02T00:00:00Z"),
    since: "2026-05-02T00:00:00.000Z",
  },
  {
    agent: "qwen-code",
    path: ".qwen/projects/-home-dev-shop/chats/698ce0ff-f204-4bd5-89aa-b9e43d56171a.jsonl",
    content: (value) => toolResult(value, "2026-05-03T00:00:00Z"),
    since: "2026-05-03T00:00:00.000Z",
  },
  {
    agent: "cline",
    path: ".config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/1769053680585/api_conversation_history.json",
    content: (value) =>
      JSON.stringify([{ role: "user", content: [{ type: "text", text: `KEY=${value}` }] }], undefined, 2),
  },
  {
    agent: "copilot-cli",
    path: ".copilot/session-state/13fddd17-ac47-4eff-9455-09d7286baf04/events.jsonl",
    content: (value) => toolResult(value, "2026-05-04T00:00:00Z"),
    since: "2026-05-04T00:00:00.000Z",
  },
  {
    agent: "continue",
    path: ".continue/sessions/0b5c.json",
    content: (value) =>
      JSON.stringify({ history: [{ message: { content: Buffer.from(`user:${value}`).toString("base64") } }] }),
  },
  {
    agent: "opencode",
    path: ".local/share/opencode/storage/part/msg_1/prt_1.json",
    content: (value) => JSON.stringify({ type: "text", text: value }),
  },
  {
    agent: "amp",
    path: ".local/share/amp/threads/T-1.json",
    content: (value) => JSON.stringify({ messages: [value] }),
  },
  { agent: "goose", path: ".config/goose/history.txt", content: (value) => `use ${value}\n` },
  {
    agent: "cursor",
    path: ".cursor/projects/shop/agent-transcripts/a/a.jsonl",
    content: (value) => `${JSON.stringify({ text: value })}\n`,
  },
  { agent: "kiro", path: ".kiro/sessions/cli/s.jsonl", content: (value) => `${JSON.stringify({ text: value })}\n` },
  {
    agent: "shell",
    path: ".bash_history",
    content: (value) => `ls\n#1767225600\ncurl -u ${value}: https://x\n`,
    since: "2026-01-01T00:00:00.000Z",
  },
  {
    agent: "shell",
    path: ".zsh_history",
    content: (value) => `: 1769904000:0;export K=${value}\n`,
    since: "2026-02-01T00:00:00.000Z",
  },
  {
    agent: "shell",
    path: ".local/share/fish/fish_history",
    content: (value) => `- cmd: set K ${value}\n  when: 1772323200\n`,
    since: "2026-03-01T00:00:00.000Z",
  },
  { agent: "editor", path: ".config/Code/User/History/-1a2b/Xy.env", content: (value) => `K=${value}\n` },
  {
    agent: "editor",
    path: ".config/Code/Backups/1699/file/ab12",
    content: (value) => `untitled:Untitled-1 {}\nK=${value}\n`,
  },
  { agent: "cursor", path: ".config/Cursor/User/History/-1a2b/Xy.env", content: (value) => `K=${value}\n` },
];

export function write(home: string, path: string, content: string | Uint8Array, time = longAgo): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
  utimesSync(file, time, time);
  return file;
}
