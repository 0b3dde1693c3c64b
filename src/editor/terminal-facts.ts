import type { AuditEvent } from "../audit/event.ts";
import { detectText } from "../core/detect/engine.ts";
import { redactText } from "../core/redact.ts";
import { mayHoldCredential } from "../core/shell/commands.ts";
import { credentialOptions } from "../core/shell/credential-options.ts";
import { entriesOf, setTripwire, type TripwireEntry } from "../core/tripwire.ts";
import type { AgentCall } from "../core/verdict.ts";
import type { DecideContext } from "../guard/decide-context.ts";
import { knowledgeOf } from "../guard/decide-knowledge.ts";
import { judgeShell } from "../guard/decide-shell.ts";

/** What a command typed in a terminal has to do with credentials, redacted. */
export interface CommandFacts {
  /** Whether it uses, names or prints a credential, by what can be read from it. */
  readonly isAboutCredentials: boolean;
  readonly command: string;
  readonly paths: readonly string[];
  /** Fingerprints of known values and names of variables; never a value. */
  readonly credentials: readonly string[];
  readonly rule: string | undefined;
  readonly reason: string | undefined;
}

/** The concerns that are about credentials; others (a destructive command) are not for this list. */
const reasons: Readonly<Record<string, string>> = {
  "protected-path": "names a hidden file",
  "protected-tree": "goes through a folder with hidden files",
  "environment-dump": "prints the environment",
  "credential-print": "asks a vault, a cloud tool or a credential helper for a credential",
};
/** Programs that git and docker ask for a credential; a person can ask them too. */
const helper =
  /(?:^|[\s;|&(/])(?:docker-credential-\S+\s+(?:get|list)|git-credential-\S+\s+get|git\s+credential\s+fill)\b/;
/** Longer command lines are scripts that were pasted; reading them would hold up the window. */
const longest = 64 * 1024;

/** What this window knows of credentials beyond the index of the machine. */
export interface KnownHere {
  /** Names of variables that hold a credential or a reference to one. */
  readonly variables: ReadonlySet<string>;
  /** How the last scan's values are known again: a workspace without rules has no index. */
  readonly values: readonly TripwireEntry[];
}

/** The same reader that judges agents' calls; here nothing is decided, only told. */
export function commandFacts(
  line: string,
  cwd: string | undefined,
  context: DecideContext,
  known: KnownHere,
): CommandFacts {
  if (line.length > longest) return unread(line.length);
  const command = unwrapped(line).trim();
  const knowledge = knowledgeOf(cwd, context);
  const call: AgentCall = {
    agent: "",
    event: "terminal",
    tool: "bash",
    call: { kind: "shell", commands: [command] },
    strings: [command],
    ...(cwd === undefined ? {} : { cwd }),
  };
  const judged = judgeShell(call, [command], knowledge, context);
  const isHelped = helper.test(command) || judged.concerns.some(({ rule }) => rule === "credential-print");
  const concern = isHelped ? "credential-print" : judged.concerns.find(({ rule }) => rule in reasons)?.rule;
  const found = detectText("terminal.sh", command);
  const options = credentialOptions(command);
  const wire = setTripwire([...entriesOf(knowledge.tripwire()), ...known.values], context.fingerprinter);
  const redacted = redactText(command, wire, () => [
    ...found.map(({ place, classification }) => ({
      start: place.start,
      end: place.end,
      label: `${classification.provider === "unknown" ? "" : `${classification.provider} `}${classification.kind}`,
    })),
    ...options.map(({ start, end, option }) => ({ start, end, label: `value of ${option}` })),
  ]);
  const used = expanded(command).filter((name) => known.variables.has(name) || mayHoldCredential(name));
  const paths = judged.concerns.filter(({ rule }) => rule.startsWith("protected")).flatMap(({ about }) => about);
  const told = firstOf(redacted.fingerprints.length > 0, concern, found.length + options.length > 0, used.length > 0);
  return {
    isAboutCredentials: told !== undefined || redacted.changed,
    command: redacted.text,
    paths: [...new Set(paths)],
    credentials: [...redacted.fingerprints, ...new Set(used.map((name) => `$${name}`))],
    rule: told?.rule,
    reason: told?.reason,
  };
}

/** Cutting first could leave half of a value; so the text of such a command is not kept at all. */
function unread(length: number): CommandFacts {
  const command = `[a command of ${String(length)} characters]`;
  const reason = "too long to look for credentials in it";
  return { isAboutCredentials: true, command, paths: [], credentials: [], rule: "unparsable", reason };
}

function firstOf(
  holdsKnown: boolean,
  concern: string | undefined,
  holdsSecret: boolean,
  usesVariable: boolean,
): { readonly rule: string; readonly reason: string } | undefined {
  if (holdsKnown) return { rule: "tripwire", reason: "holds a known credential" };
  if (concern !== undefined) return { rule: concern, reason: reasons[concern] ?? concern };
  if (holdsSecret) return { rule: "credential-option", reason: "passes a credential on the command line" };
  return usesVariable ? { rule: "credential-variable", reason: "uses a variable that holds a credential" } : undefined;
}

function expanded(command: string): readonly string[] {
  return [...command.matchAll(/\$\{?([A-Za-z_]\w*)|\$env:([A-Za-z_]\w*)/g)].map((match) => match[2] ?? match[1] ?? "");
}

/** VS Code's agent sandbox wraps the real command: `... --settings "…/vscode-sandbox-settings-….json" -c '…'` (1.139). */
export function unwrapped(line: string): string {
  const wrapped = /vscode-sandbox-settings-[^\s"']*["']?\s+-c\s+'((?:[^']|'\\'')*)'\s*$/.exec(line);
  return wrapped?.[1]?.replaceAll("'\\''", "'") ?? line;
}

/** The agent whose marks a terminal's environment carries; undefined: nobody known, which may well be a person. */
export function markedAgent(
  environment: Readonly<Record<string, string | null | undefined>> | undefined,
  agents: readonly { readonly id: string; readonly marks: readonly string[] }[],
): string | undefined {
  if (environment === undefined) return undefined;
  return agents.find(({ marks }) =>
    marks.some((mark) => {
      const [name = "", prefix] = mark.split("=");
      const value = environment[name];
      return typeof value === "string" && value.startsWith(prefix ?? "");
    }),
  )?.id;
}

export interface Execution {
  readonly facts: CommandFacts;
  readonly agent: string | undefined;
  readonly isUncertain: boolean;
  readonly cwd: string | undefined;
  readonly workspace: string | undefined;
  readonly ended?: { readonly exitCode: number | undefined; readonly durationMs: number };
}

export function terminalEvent({ facts, agent, isUncertain, cwd, workspace, ended }: Execution): AuditEvent {
  const { command, paths, credentials, rule, reason } = facts;
  const exitCode = ended?.exitCode;
  return {
    action: "terminal.command",
    outcome: exitCode === undefined || exitCode === 0 ? "done" : "failed",
    attribution: agent === undefined ? "unknown" : "likely",
    tool: "terminal",
    command,
    ...(agent === undefined ? {} : { agent }),
    ...(isUncertain ? { uncertain: true } : {}),
    ...(paths.length === 0 ? {} : { paths }),
    ...(credentials.length === 0 ? {} : { credentials }),
    ...(rule === undefined ? {} : { rule }),
    ...(reason === undefined ? {} : { reason: ended === undefined ? `${reason}; still running` : reason }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(ended === undefined ? {} : { durationMs: ended.durationMs }),
  };
}
