import type { ActivityRow } from "../../src/webview/protocol.ts";

export function activityRow(over: Partial<ActivityRow> = {}): ActivityRow {
  return {
    sequence: 7,
    time: 1_790_000_000_000,
    action: "tool.call",
    outcome: "denied",
    agent: "Claude Code",
    attribution: "confirmed",
    tool: "Bash",
    command: "cat .env",
    isUncertain: false,
    paths: [".env"],
    credentials: [],
    rule: "protected-path",
    reason: "hidden from agents",
    session: "s1",
    cwd: "/w",
    exitCode: 1,
    durationMs: 12,
    ...over,
  };
}
