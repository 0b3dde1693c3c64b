import type { Destroyed } from "../core/destructive/destroyed.ts";
import { destroyedByTool } from "../core/destructive/destroyed-by-tool.ts";
import { bearsSecrets } from "../core/finding.ts";
import { joinPath, resolvePath, slashed } from "../core/paths.ts";
import type { Concern, Guarded } from "../core/shell/types.ts";
import { findKnown } from "../core/tripwire.ts";
import type { AgentCall, ToolCall, Verdict } from "../core/verdict.ts";
import type { DecideContext, Judgement } from "./decide-context.ts";
import { judgeEdit } from "./decide-edit.ts";
import { type Knowledge, knowledgeOf } from "./decide-knowledge.ts";
import { pathsNamed } from "./decide-named-paths.ts";
import { judgePolicy, policySight } from "./decide-policy.ts";
import {
  brokenIndexReason,
  brokenRulesReason,
  listOf,
  mentionReason,
  promptReason,
  reasonFor,
  tamperingReason,
  tripwireReason,
} from "./decide-reason.ts";
import { judgeSearch } from "./decide-search.ts";
import { judgeShell } from "./decide-shell.ts";
import { forbidden, readUserRules, settle } from "./user-rules.ts";

/** What one tool call may do (product design, "How a verdict is made", steps 2 to 9). */
export function decide(call: AgentCall, context: DecideContext): Verdict {
  return judge(call, context).verdict;
}

/** The verdict with what it rests on. Never throws for what a call holds: the caller denies what it throws. */
export function judge(call: AgentCall, context: DecideContext): Judgement {
  const own = readUserRules(context.files, context.home);
  const rules = own.kind === "read" ? own.rules : [];
  const knowledge = knowledgeOf(call.cwd, context);
  const notes: string[] = [];
  const found = knowledge.lookups.find((lookup) => lookup.kind === "found");
  const workspace = found?.kind === "found" ? found.index.root : undefined;
  notes.push(
    workspace === undefined ? "no index for this folder: judged by names and content" : `index of ${workspace}`,
  );
  const broken = knowledge.lookups.find((lookup) => lookup.kind === "torn" || lookup.kind === "newer");
  if (broken?.kind === "torn" || broken?.kind === "newer") return unjudged(brokenIndexReason(broken.kind), notes);
  if (own.kind === "broken") return unjudged(brokenRulesReason, notes);
  if (context.explain === true && knowledge.foreignKey())
    notes.push("the index was written with another key: known values are not recognised; run leastkey protect");
  const shell = call.call.kind === "shell" ? judgeShell(call, call.call.commands, knowledge, context) : undefined;
  const wire = trip(call, shell?.strings ?? [], { knowledge, context });
  const sight = policySight(call.cwd, context);
  const { session } = sight ?? {};
  if (session?.because !== undefined) notes.push(`the session is ${session.environment}, by ${session.because}`);
  const verdicts = [
    ...forbidden(call, rules),
    ...wire.verdicts,
    ...judgePolicy(call, shell?.strings ?? wordsOf(call), { sight, destroyed: destroyedIn(call, shell?.concerns) }),
    ...(shell === undefined
      ? judgeCall(call, call.call, knowledge, context)
      : shell.concerns.filter((one) => one.destroyed === undefined).map(verdictOf)),
  ];
  for (const verdict of verdicts)
    if (verdict.kind !== "allow")
      notes.push(`${verdict.kind}: ${verdict.rule}${verdict.about.length > 0 ? ` (${listOf(verdict.about)})` : ""}`);
  const settled = settle(verdicts, call, rules);
  if (settled.allowedBy !== undefined) notes.push(`lifted by the user's rule ${settled.allowedBy.id}`);
  return { ...settled, fingerprints: wire.fingerprints, notes, ...(workspace === undefined ? {} : { workspace }) };
}

const unjudged = (reason: string, notes: readonly string[]): Judgement => ({
  verdict: { kind: "deny", rule: "guard-failure", reason, about: [] },
  fingerprints: [],
  notes,
});

/** What a tool is told to reach; texts that are written or asked are no use of a credential. */
function wordsOf({ call, strings }: AgentCall): readonly string[] {
  if (call.kind === "unknown") return strings;
  // An address and its credential are two arguments of one request.
  return call.kind === "mcp" || call.kind === "fetch" ? [strings.join(" ")] : [];
}

/** OpenCode and Kilo name MCP tools SERVER_TOOL: a tool that is not known may be one, so what it says is looked at. */
function destroyedIn({ call, strings, tool }: AgentCall, concerns: readonly Concern[] = []): readonly Destroyed[] {
  if (call.kind !== "mcp" && call.kind !== "unknown") return concerns.flatMap(({ destroyed }) => destroyed ?? []);
  const found = destroyedByTool(call.kind === "mcp" ? tool : undefined, strings);
  return found === undefined ? [] : [found];
}

function verdictOf(concern: Concern): Verdict {
  const { rule, about } = concern;
  if (concern.ask === true)
    return {
      kind: "ask",
      rule,
      question: reasonFor(concern),
      about: concern.what === undefined ? about : [concern.what],
    };
  const reason = rule === "guard-tampering" ? tamperingReason : reasonFor(concern);
  return { kind: "deny", rule, reason, about };
}

interface Judging {
  readonly knowledge: Knowledge;
  readonly context: DecideContext;
}

interface Tripped {
  readonly verdicts: readonly Verdict[];
  readonly fingerprints: readonly string[];
}

/** Step 4: every string of the call, each by itself, and all together for a value split over several. */
function trip(call: AgentCall, more: readonly string[], { knowledge, context }: Judging): Tripped {
  const wire = knowledge.tripwire(pathsNamed(call, knowledge.home));
  if (wire.size === 0) return { verdicts: [], fingerprints: [] };
  const texts = [call.strings.join("\n"), call.strings.join(""), more.join("\n")];
  const finds = [...new Set(texts)].map((text) =>
    context.isLate?.() === true ? { hits: [], complete: false } : findKnown(text, wire),
  );
  const hits = finds.flatMap((find) => find.hits);
  const entry = hits[0]?.entry;
  if (entry !== undefined) {
    const reason = call.call.kind === "prompt" ? promptReason(entry.label) : tripwireReason(entry.label);
    const about = [...new Set(hits.map((hit) => hit.entry.label))];
    return {
      verdicts: [{ kind: "deny", rule: "tripwire", reason, about }],
      fingerprints: [...new Set(hits.map((hit) => hit.entry.fingerprint))],
    };
  }
  if (finds.every((find) => find.complete)) return { verdicts: [], fingerprints: [] };
  const reason =
    "Leastkey: this call could not be searched for credentials in time; try again when the machine is less busy, or split it.";
  return { verdicts: [{ kind: "deny", rule: "guard-failure", reason, about: [] }], fingerprints: [] };
}

function judgeCall(
  agentCall: AgentCall,
  call: ToolCall,
  knowledge: Knowledge,
  context: DecideContext,
): readonly Verdict[] {
  switch (call.kind) {
    case "read":
      return call.paths.length === 0 ? judgeStrings(agentCall, knowledge) : judgeRead(call.paths, knowledge, context);
    case "search":
      return judgeSearch(agentCall, call, knowledge);
    case "list":
    case "shell":
      return [];
    case "edit":
      return judgeEdit(call, knowledge, context);
    case "prompt":
      return judgePrompt(call.text, knowledge);
    case "mcp":
    case "fetch":
    case "unknown":
      return judgeStrings(agentCall, knowledge);
  }
}

/** A path of a tool, from where the call runs. Without a folder it is looked for by its name alone. */
export function guardedAt(path: string, knowledge: Knowledge): Guarded | undefined {
  const plain = path.replace(/^file:\/\/(?:localhost)?(?=\/)/, "").replace(/^@/, "");
  if (plain === "") return undefined;
  const whole = plain.startsWith("~/") ? knowledge.home + plain.slice(1) : plain;
  // Some tools take off white space, programs in C end a text at a NUL, and NTFS knows a file's content by this name.
  const cut = (whole.split("\0", 1)[0] ?? "").trim().replace(/::\$DATA$/i, "");
  return [whole, decoded(whole), cut]
    .map((one) => knowledge.protects(joinPath(knowledge.cwd ?? "/", one)))
    .find((guarded) => guarded !== undefined);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function protectedVerdict(guarded: Guarded): Verdict {
  return {
    kind: "deny",
    rule: "protected-path",
    reason: reasonFor({ advice: "path", about: [guarded.name] }),
    about: [guarded.name],
  };
}

/** How much of a file that no index knows is looked through on the spot. */
const largestLook = 512 * 1024;

function judgeRead(paths: readonly string[], knowledge: Knowledge, context: DecideContext): readonly Verdict[] {
  return paths.flatMap((path) => {
    const guarded = guardedAt(path, knowledge);
    if (guarded !== undefined) return [protectedVerdict(guarded)];
    const held = holdsUnknownSecret(path, knowledge, context);
    return held === undefined ? [] : [protectedVerdict({ path, name: held, because: "finding" })];
  });
}

/** Where there is no index, the file itself is judged. */
function holdsUnknownSecret(path: string, knowledge: Knowledge, context: DecideContext): string | undefined {
  if (context.detect === undefined || knowledge.lookups.length > 0) return undefined;
  const whole = resolvePath(slashed(knowledge.cwd ?? "/"), path);
  const stat = context.files.stat(whole);
  if (stat?.kind !== "file" || stat.size > largestLook) return undefined;
  const text = context.files.readText(whole) ?? "";
  const found = context.detect(path, text).some((one) => bearsSecrets(one.tier));
  return found ? whole.slice(whole.lastIndexOf("/") + 1) : undefined;
}

/** Every string of an unknown tool may be a path. */
function judgeStrings(call: AgentCall, knowledge: Knowledge): readonly Verdict[] {
  const guarded = call.strings
    .filter((text) => text.length <= 4096 && !text.includes("\n") && /[./\\~]/.test(text))
    .flatMap((text) => [text, ...text.split(/[\s"'=,;]+/)])
    .map((text) => guardedAt(text, knowledge))
    .find((one) => one !== undefined);
  return guarded === undefined ? [] : [protectedVerdict(guarded)];
}

/** `@path` in a prompt is read by the agent itself and reaches no tool hook. */
function judgePrompt(text: string, knowledge: Knowledge): readonly Verdict[] {
  const mentions = [...text.matchAll(/(?:^|[\s("'`])@(?:"([^"\n]+)"|((?:\\\s|[^\s"'`<>|])+))/g)]
    .slice(0, 500)
    .map((match) => match[1] ?? (match[2] ?? "").replace(/\\(\s)/g, "$1"));
  const guarded = mentions
    .flatMap((path) => [path, path.replace(/[.,;:!?)\]]+$/, "")])
    .flatMap((path) => [path, path.replace(/[#:]L?\d+(?:-L?\d+)?$/, "")])
    .map((path) => guardedAt(path, knowledge))
    .find((one) => one !== undefined);
  if (guarded === undefined) return [];
  return [
    { kind: "deny", rule: "protected-path", reason: mentionReason(listOf([guarded.name])), about: [guarded.name] },
  ];
}
