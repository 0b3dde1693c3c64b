import type { EntryRow } from "../audit/read.ts";
import type { FileChange } from "../core/change.ts";
import { LeastkeyError } from "../core/errors.ts";
import { resolvePath, slashed } from "../core/paths.ts";
import type { Ports } from "./ports.ts";
import { liftable, type RulesHome, type RuleTarget, readUserRules, type UserRule } from "./user-rules.ts";

/** What would be written, and in words for whoever is asked. */
export interface RulesPlan {
  readonly change: FileChange;
  readonly sentences: readonly string[];
  readonly reason: string; // for the trail
}

/**
 * The rules that make the answer to one recorded call the answer from now on. Throws `usage` with the way forward
 * where no rule can be made of the record. Nothing is written.
 */
export function planRules(
  row: EntryRow,
  verdict: UserRule["verdict"],
  ports: Pick<Ports, "files" | "clock">,
  home: RulesHome,
): RulesPlan {
  const before = rulesNow(ports, home);
  const added = new Date(ports.clock.now()).toISOString();
  const next = Math.max(0, ...before.rules.map(({ id }) => Number(id.slice(1)) || 0)) + 1;
  const drafts = verdict === "allow" ? allowances(row) : denials(row);
  const rules = drafts.map((draft, at): UserRule => ({ id: `r${String(next + at)}`, verdict, added, ...draft }));
  // The last word holds: what was denied before is allowed now, and the other way about.
  const kept = before.rules.filter((old) => !rules.some((one) => isSameCase(one, old)));
  const sentences = rules.map(sentenceOf);
  return {
    change: changeOf(home, before.text, [...kept, ...rules], `${verdict} from now on`),
    sentences,
    reason: `the user's own rules: ${rules.map((rule) => `${rule.id}, ${sentenceOf(rule)}`).join("; ")}`,
  };
}

/** The rules without one of them. Throws `not-found` where there is none of that id. */
export function planRemoval(id: string, ports: Pick<Ports, "files">, home: RulesHome): RulesPlan {
  const { rules, text } = rulesNow(ports, home);
  const gone = rules.find((rule) => rule.id === id);
  if (gone === undefined)
    throw new LeastkeyError("not-found", `there is no rule ${id}`, "leastkey rules lists the rules there are");
  const sentence = sentenceOf(gone);
  return {
    change: changeOf(
      home,
      text,
      rules.filter((rule) => rule !== gone),
      `take ${id} out`,
    ),
    sentences: [sentence],
    reason: `the user's own rules: ${id} was taken out, ${sentence}`,
  };
}

/** On the trail first: a rule that cannot be recorded is none. */
export function writeRules({ change, reason }: RulesPlan, ports: Ports, home: RulesHome): void {
  ports.files.locked(`${home.rules}.lock`, 5000, () => {
    if (ports.files.readText(home.rules) !== change.before)
      throw new LeastkeyError("file.changed", "your rules changed in the meantime; nothing was written", "try again");
    ports.audit.append({ action: "policy.change", outcome: "done", attribution: "confirmed", reason });
    if (change.after === undefined) ports.files.remove(home.rules);
    else ports.files.replace(home.rules, change.after, 0o600);
  });
}

/** "allow claude-code to read /a/.env". */
export function sentenceOf({ verdict, agent, target }: UserRule): string {
  const who = agent === "*" ? "every agent" : agent;
  switch (target.kind) {
    case "command":
      return `${verdict} ${who} the command ${target.command.slice(0, 200)} in ${target.cwd}`;
    case "file":
      return `${verdict} ${who} to read ${target.path}`;
    case "tool":
      return `${verdict} ${who} the tool ${target.tool}`;
  }
}

function rulesNow({ files }: Pick<Ports, "files">, home: RulesHome) {
  const now = readUserRules(files, home);
  if (now.kind === "read") return now;
  throw new LeastkeyError("config.invalid", `${home.rules} does not parse`, "mend it, or remove it to begin anew");
}

function changeOf(home: RulesHome, before: string | undefined, rules: readonly UserRule[], why: string): FileChange {
  const after = rules.length === 0 ? undefined : `${JSON.stringify({ version: 1, rules }, undefined, 2)}\n`;
  return { path: home.rules, before, after, why, mode: 0o600 };
}

type Draft = Pick<UserRule, "agent" | "target" | "lifts">;

const noRule = (why: string, hint: string): LeastkeyError =>
  new LeastkeyError("usage", `no rule can be made of record: ${why}`, hint);

function allowances(row: EntryRow): readonly Draft[] {
  const agent = agentOf(row);
  if (row.outcome !== "denied" && row.outcome !== "asked") throw noRule("it was not refused", "nothing is in its way");
  const rule = liftable.find((one) => one === row.rule);
  if (rule === undefined || row.reason === undefined || row.credentials.length > 0) throw noRule(...notLiftable(row));
  const lifts = { rule, reason: row.reason };
  const targets = row.command === undefined ? filesOf(row) : [commandOf(row, row.command)];
  if (targets.length === 0) throw noRule("it names neither a command nor a file", "let the agent use a file tool");
  return targets.map((target) => ({ agent, target, lifts }));
}

function notLiftable({ rule, credentials }: EntryRow): readonly [string, string] {
  if (credentials.length > 0 || rule === "tripwire" || rule === "inline-secret")
    return ["the call carried the credential itself", "move it to the vault and let the agent use the reference"];
  if (rule === "environment-firewall")
    return ["it crosses environments", "write a passport for that agent: leastkey policy check"];
  return ["that refusal cannot be lifted", "do it yourself in a terminal"];
}

function denials(row: EntryRow): readonly Draft[] {
  const agent = agentOf(row);
  if (row.outcome === "denied") throw noRule("it is refused already", "nothing is left to do");
  if (row.command !== undefined) return [{ agent, target: commandOf(row, row.command) }];
  const files = filesOf(row);
  if (files.length > 0) return files.map((target) => ({ agent: "*", target }));
  if (row.tool === undefined) throw noRule("it names no tool", "deny another record of that agent");
  return [{ agent, target: { kind: "tool", tool: row.tool } }];
}

/** Only a hook stands in front of what runs. */
function agentOf({ action, agent }: EntryRow): string {
  if (action === "tool.call" && agent !== undefined) return agent;
  throw noRule("no agent's hook reported it", "make rules of calls that an agent's hook reported");
}

/** A record is cut and its values taken out; a rule of such words would never meet the call again. */
function commandOf({ cwd }: EntryRow, command: string): RuleTarget {
  if (command.length >= 1990 || command.endsWith(" more characters)"))
    throw noRule("the command is too long to be recorded whole", "split it, and make a rule of its parts");
  if (/by Leastkey\]|\[removed: /.test(command))
    throw noRule("a value was taken out of the command", "let the agent use a reference in its place");
  if (cwd === undefined) throw noRule("it does not say in which folder it ran", "the agent's hook has to tell it");
  return { kind: "command", command, cwd };
}

function filesOf({ paths, cwd }: EntryRow): readonly RuleTarget[] {
  return paths.map((path) => ({ kind: "file", path: resolvePath(slashed(cwd ?? "/"), path) }));
}

/** One call can be refused for two reasons, and two rules then lift them. */
const isSameCase = (one: UserRule, old: UserRule): boolean =>
  (one.agent === old.agent || one.agent === "*") &&
  JSON.stringify(one.target) === JSON.stringify(old.target) &&
  (one.verdict !== old.verdict || one.lifts?.reason === old.lifts?.reason);
