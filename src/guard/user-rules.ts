import { printable } from "../audit/printable.ts";
import { resolvePath, slashed } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import type { AgentCall, Verdict, VerdictRule } from "../core/verdict.ts";

/** What a rule of the user's own is about: exactly these words, this file, this tool. */
export type RuleTarget =
  | { readonly kind: "command"; readonly command: string; readonly cwd: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "tool"; readonly tool: string };

/** One answer that a human gave once and for all. */
export interface UserRule {
  readonly id: string; // "r3"
  readonly verdict: "allow" | "deny";
  readonly agent: string; // registry id; "*": any
  readonly target: RuleTarget;
  /** Of an allowance: the refusal that it lifts. The same call refused for another reason stays refused. */
  readonly lifts?: { readonly rule: VerdictRule; readonly reason: string };
  readonly added: string; // ISO 8601
}

/** A `Home` is one. */
export interface RulesHome {
  /** LEASTKEY_HOME/rules.json: agents may neither read nor write there. */
  readonly rules: string;
}

export type UserRules =
  | { readonly kind: "read"; readonly rules: readonly UserRule[]; readonly text: string | undefined }
  /** Nobody knows what the user forbade, so nothing is judged. */
  | { readonly kind: "broken" };

/**
 * Refusals that a human may lift for one call. What carries a value, touches the guard, could not be judged or crosses
 * environments stays refused: there the way is the vault, the passport, or doing it oneself.
 */
export const liftable: readonly VerdictRule[] = [
  "protected-path",
  "protected-tree",
  "environment-dump",
  "credential-print",
  "destructive",
];

export function readUserRules(files: Files, { rules }: RulesHome): UserRules {
  const text = files.readText(rules);
  if (text === undefined) return { kind: "read", rules: [], text };
  const parsed = parseRules(text);
  return parsed === undefined ? { kind: "broken" } : { kind: "read", rules: parsed, text };
}

/** A command as the trail has it, so that what was recorded and what is called compare. */
export const commandText = (commands: readonly string[]): string => printable(commands.join("\n"));

/** Files that the user keeps from every agent. */
export function hiddenFiles(rules: readonly UserRule[]): readonly string[] {
  return rules.flatMap(({ verdict, target }) => (verdict === "deny" && target.kind === "file" ? [target.path] : []));
}

/** What the user forbade of this call; files are kept away where paths are judged. */
export function forbidden(call: AgentCall, rules: readonly UserRule[]): readonly Verdict[] {
  const rule = rules.find((one) => one.verdict === "deny" && isAbout(one, call));
  if (rule === undefined || rule.target.kind === "file") return [];
  const reason = `Leastkey: the user has forbidden this ${rule.target.kind} (their rule ${rule.id}); ask them, or do it another way.`;
  return [{ kind: "deny", rule: "user-rule", reason, about: [rule.id] }];
}

/** The strictest verdict that no rule lifts, and the rule by which the call goes through, if one does. */
export function settle(
  verdicts: readonly Verdict[],
  call: AgentCall,
  rules: readonly UserRule[],
): { readonly verdict: Verdict; readonly allowedBy?: UserRule } {
  const lifted = verdicts.map((verdict) => ({ verdict, by: liftedBy(verdict, call, rules) }));
  const standing = lifted.flatMap(({ verdict, by }) => (by === undefined && verdict.kind !== "allow" ? [verdict] : []));
  // What could not be judged in time is the least that can be said of a call.
  const verdict =
    standing.find(({ kind, rule }) => kind === "deny" && rule !== "guard-failure") ??
    standing.find(({ kind }) => kind === "deny") ??
    standing[0];
  if (verdict !== undefined) return { verdict };
  const by = lifted.find((one) => one.by !== undefined)?.by;
  return { verdict: { kind: "allow" }, ...(by === undefined ? {} : { allowedBy: by }) };
}

/** The rule that lifts a refusal of this call; undefined: it stands. */
function liftedBy(verdict: Verdict, call: AgentCall, rules: readonly UserRule[]): UserRule | undefined {
  if (verdict.kind === "allow" || !liftable.includes(verdict.rule)) return undefined;
  const reason = printable(verdict.kind === "ask" ? verdict.question : verdict.reason);
  return rules.find(
    (one) =>
      one.verdict === "allow" &&
      one.lifts?.rule === verdict.rule &&
      one.lifts.reason === reason &&
      isAbout(one, call) &&
      (one.target.kind !== "file" || namesOnly(call, rules)),
  );
}

function isAbout({ agent, target }: UserRule, call: AgentCall): boolean {
  if (agent !== "*" && agent !== call.agent) return false;
  switch (target.kind) {
    case "command":
      return (
        call.call.kind === "shell" && commandText(call.call.commands) === target.command && call.cwd === target.cwd
      );
    case "tool":
      return call.tool === target.tool;
    case "file":
      return pathsRead(call).includes(target.path);
  }
}

/** Every file that the call reads is allowed to this agent: a refusal names the first only. */
function namesOnly(call: AgentCall, rules: readonly UserRule[]): boolean {
  const allowed = rules.flatMap(({ verdict, agent, target }) =>
    verdict === "allow" && target.kind === "file" && (agent === "*" || agent === call.agent) ? [target.path] : [],
  );
  return pathsRead(call).every((path) => allowed.includes(path));
}

function pathsRead({ call, cwd }: AgentCall): readonly string[] {
  return call.kind === "read" ? call.paths.map((path) => resolvePath(slashed(cwd ?? "/"), path)) : [];
}

function parseRules(text: string): readonly UserRule[] | undefined {
  try {
    const data: unknown = JSON.parse(text);
    if (!isBag(data) || data["version"] !== 1 || !Array.isArray(data["rules"])) return undefined;
    const rules = data["rules"].map((one: unknown) => ruleOf(one));
    const known = rules.filter((one) => one !== undefined);
    return known.length === rules.length ? known : undefined;
  } catch {
    return undefined;
  }
}

function ruleOf(data: unknown): UserRule | undefined {
  if (!isBag(data)) return undefined;
  const { id, verdict, agent, added } = data;
  const target = targetOf(data["target"]);
  if (typeof id !== "string" || typeof agent !== "string" || typeof added !== "string") return undefined;
  if (target === undefined) return undefined;
  if (verdict === "deny") return { id, verdict, agent, target, added };
  const lifts = data["lifts"];
  if (verdict !== "allow" || !isBag(lifts) || typeof lifts["reason"] !== "string") return undefined;
  const rule = liftable.find((one) => one === lifts["rule"]);
  return rule === undefined
    ? undefined
    : { id, verdict, agent, target, added, lifts: { rule, reason: lifts["reason"] } };
}

function targetOf(data: unknown): RuleTarget | undefined {
  if (!isBag(data)) return undefined;
  const { kind, command, cwd, path, tool } = data;
  if (kind === "command" && typeof command === "string" && typeof cwd === "string") return { kind, command, cwd };
  if (kind === "file" && typeof path === "string") return { kind, path };
  return kind === "tool" && typeof tool === "string" ? { kind, tool } : undefined;
}

const isBag = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
