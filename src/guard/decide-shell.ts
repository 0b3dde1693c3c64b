import { examineShell } from "../core/shell/examine-shell.ts";
import type { Concern } from "../core/shell/types.ts";
import { examineWindows, isWindowsShell } from "../core/shell/windows.ts";
import type { AgentCall } from "../core/verdict.ts";
import type { DecideContext } from "./decide-context.ts";
import type { Knowledge } from "./decide-knowledge.ts";
import { printsCredential } from "./decide-prints.ts";
import { tampersByCommand } from "./decide-tampering.ts";

export interface ShellJudgement {
  readonly concerns: readonly Concern[];
  /** The words as programs will get them: for the tripwire. */
  readonly strings: readonly string[];
}

/** Longer commands than this are scripts; nobody types them, and parsing takes time that the hook does not have. */
const longest = 256 * 1024;

export function judgeShell(
  call: AgentCall,
  commands: readonly string[],
  knowledge: Knowledge,
  context: DecideContext,
): ShellJudgement {
  const strings: string[] = [];
  const concerns: Concern[] = [];
  for (const command of commands) {
    if (command.length > longest) {
      concerns.push({ rule: "unparsable", about: [], advice: "too-deep" });
      continue;
    }
    const examined = isWindowsShell(call.tool, command)
      ? examineWindows(command, knowledge.cwd, knowledge)
      : examineShell(command, knowledge.cwd, knowledge);
    concerns.push(...examined.concerns.filter((one) => one.rule !== "unparsable" || one.advice === "too-deep"));
    if (examined.concerns.some((one) => one.rule === "unparsable")) concerns.push(...unparsed(command, knowledge));
    strings.push(...examined.strings);
    if (examined.strings.some((line) => printsCredential(line.trim()))) {
      concerns.push({ rule: "credential-print", about: [], advice: "print" });
    }
    if (tampersByCommand(examined.strings, knowledge.cwd ?? "/", context))
      concerns.push({ rule: "guard-tampering", about: [], advice: "inline" });
  }
  return { concerns, strings };
}

/** A command with a syntax error is refused when any word of it, quotes and all taken off, names a guarded file. */
function unparsed(command: string, knowledge: Knowledge): readonly Concern[] {
  const words = command.split(/[\s"'`;|&<>(){}$=:,]+/).filter((word) => /[./]/.test(word) && word.length <= 4096);
  const guarded = words.flatMap(
    (word) => knowledge.protects(word.startsWith("/") ? word : `${knowledge.cwd ?? ""}/${word}`) ?? [],
  );
  const named =
    knowledge.cwd === undefined
      ? []
      : knowledge.under(knowledge.cwd).filter((one) => command.includes(one.path.slice(one.path.lastIndexOf("/") + 1)));
  const about = [...guarded, ...named].map((one) => one.name);
  return about.length === 0 ? [] : [{ rule: "unparsable", about, advice: "inline" }];
}
