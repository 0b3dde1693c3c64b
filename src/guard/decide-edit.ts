import { bearsSecrets } from "../core/finding.ts";
import { joinPath, resolvePath } from "../core/paths.ts";
import type { ToolCall, Verdict } from "../core/verdict.ts";
import type { DecideContext } from "./decide-context.ts";
import type { Knowledge } from "./decide-knowledge.ts";
import { inlineSecretReason, reasonFor, tamperingReason } from "./decide-reason.ts";
import { tampersByEdit } from "./decide-tampering.ts";

/** A larger file is not looked through for what it holds already. */
const largestCurrent = 1024 * 1024;

type Edit = Extract<ToolCall, { kind: "edit" }>;

/** Files that hold credentials are not edited blindly, the guard is not edited at all, and no new secret is written. */
export function judgeEdit(call: Edit, knowledge: Knowledge, context: DecideContext): readonly Verdict[] {
  const written = call.paths.map((path) => joinPath(knowledge.cwd ?? "/", path.replace(/^~(?=\/)/, knowledge.home)));
  const paths = written.map((path) => resolvePath("/", path));
  if (tampersByEdit(call, paths, context)) {
    return [{ kind: "deny", rule: "guard-tampering", reason: tamperingReason, about: [] }];
  }
  const guarded = written
    .flatMap((path) => knowledge.protects(path) ?? [])
    .filter((one) => knowledge.kind(one.path) === "file");
  if (guarded.length > 0) {
    const about = guarded.map((one) => one.name);
    return [{ kind: "deny", rule: "protected-path", reason: reasonFor({ advice: "path", about }), about }];
  }
  return newSecrets(call, paths, context);
}

function newSecrets(call: Edit, paths: readonly string[], context: DecideContext): readonly Verdict[] {
  const { detect, files } = context;
  if (detect === undefined) return [];
  const path = paths[0] ?? "text";
  const found = call.text
    .filter((text) => text.length >= 8)
    .flatMap((text) => detect(path, text))
    .filter((one) => bearsSecrets(one.tier) && one.classification.privilege !== "public");
  if (found.length === 0) return [];
  // The old text of an edit holds what the file holds already; only what is new counts.
  const held = paths
    .filter((one) => (files.stat(one)?.size ?? Number.MAX_SAFE_INTEGER) <= largestCurrent)
    .flatMap((one) => detect(one, files.readText(one) ?? ""));
  const added = found.filter((one) => !held.some((old) => old.value.equals(one.value)));
  const first = added[0];
  if (first === undefined) return [];
  const { provider, kind } = first.classification;
  const named = provider === "unknown" ? kind : `${provider} ${kind}`;
  if (first.tier === "generic") {
    const question = `Leastkey: this would write what looks like a ${named} into a file. Is it no real secret?`;
    return [{ kind: "ask", rule: "inline-secret", question, about: [named] }];
  }
  return [{ kind: "deny", rule: "inline-secret", reason: inlineSecretReason(named), about: [named] }];
}
