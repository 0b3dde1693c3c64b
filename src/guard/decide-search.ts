import { joinPath, resolvePath, slashed } from "../core/paths.ts";
import { globPattern } from "../core/shell/trees.ts";
import type { AgentCall, ToolCall, Verdict } from "../core/verdict.ts";
import type { Knowledge } from "./decide-knowledge.ts";
import { reasonFor } from "./decide-reason.ts";

/** A search shows lines of what it goes through, unless it was asked for names or counts only. */
export function judgeSearch(
  agentCall: AgentCall,
  call: Extract<ToolCall, { kind: "search" }>,
  knowledge: Knowledge,
): readonly Verdict[] {
  const base = slashed(knowledge.cwd ?? "/");
  const roots = call.paths.length > 0 ? call.paths.map((path) => resolvePath(base, path)) : [base];
  const direct = call.paths.flatMap((path) => knowledge.protects(joinPath(base, path)) ?? []);
  if (direct.length > 0) {
    const about = direct.map((one) => one.name);
    return [{ kind: "deny", rule: "protected-path", reason: reasonFor({ advice: "path", about }), about }];
  }
  if (call.names === true) return [];
  const globs = globsIn(call.glob ?? "").filter((glob) => glob.trim() !== "");
  const included = globs.filter((glob) => !glob.startsWith("!")).map((glob) => globPattern(glob.trim()));
  const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => globPattern(glob.trim().slice(1)));
  const inside = roots
    .flatMap((root) => (knowledge.kind(root) === "file" ? [] : knowledge.under(root)))
    .filter((one) => included.length === 0 || included.some((glob) => glob.test(one.path)))
    .filter((one) => !excluded.some((glob) => glob.test(one.path)));
  if (
    inside.length === 0 ||
    skipsHidden(
      agentCall.agent,
      inside.map((one) => one.path),
      roots,
    )
  )
    return [];
  const about = [...new Set(inside.map((one) => one.name))];
  return [{ kind: "deny", rule: "protected-tree", reason: reasonFor({ advice: "tree", about }), about }];
}

/** Several globs stand on lines, or between commas; a comma in braces is a part of one. */
function globsIn(text: string): readonly string[] {
  return text.split(/\n|,(?![^{}]*\})/);
}

/** Agents whose search passes by hidden files: a tree whose only protected files are hidden is safe with them. */
const passesHidden = new Set(["augment", "cline"]); // lab of November 2026: both saw no dot file

function skipsHidden(agent: string, paths: readonly string[], roots: readonly string[]): boolean {
  if (!passesHidden.has(agent)) return false;
  return paths.every((path) => roots.some((root) => path.startsWith(root) && path.slice(root.length).includes("/.")));
}
