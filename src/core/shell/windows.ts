import { type Examination, examineShell } from "./examine-shell.ts";
import type { Run, Scope, ShellWorld } from "./types.ts";
import { windowsEnvironment } from "./windows-environment.ts";
import { examineStatement, type Step } from "./windows-statement.ts";

/**
 * PowerShell and cmd, by a subset: statements split at `;`, `|`, `&`, line ends and braces, words at blanks, quotes
 * taken off. Variables set to a literal in the same command are filled in, `cd` and its kin are followed, what a
 * listing hands down a pipe is known by its folder, and text that is run as a command is read as one: `iex`,
 * `powershell -Command`, `cmd /c`; programs in other languages go to the readers of those. Recursive searches and
 * environment dumps are known by name. Everything else that names a guarded file is refused: no expression is
 * evaluated. cmd's `^` and PowerShell's backtick are taken out first.
 */
export function isWindowsShell(tool: string, command: string): boolean {
  return /powershell|pwsh|^cmd$|executecmd/i.test(tool) || /^\s*(?:powershell|pwsh|cmd)(?:\.exe)?\s/i.test(command);
}

export function examineWindows(source: string, cwd: string | undefined, world: ShellWorld): Examination {
  const run: Run = {
    world,
    concerns: [],
    strings: [],
    depth: 0,
    steps: 0,
    script: () => undefined,
    invoke: () => undefined,
  };
  runWindows(run, source, { variables: new Map(), functions: new Map(), positional: [], cwd });
  return run;
}

/** Texts within texts: deeper than this nobody writes by hand. */
const deepest = 4;

function runWindows(run: Run, source: string, scope: Scope): void {
  if (run.depth > deepest) {
    run.concerns.push({ rule: "unparsable", about: [], advice: "too-deep" });
    return;
  }
  const step: Step = {
    run,
    scope,
    reads: readers.test(source),
    listed: undefined,
    nested: (text) => {
      run.depth++;
      runWindows(run, text, scope);
      run.depth--;
    },
    foreign: (words) => {
      const examined = examineShell(words.map(quoted).join(" "), scope.cwd, run.world);
      run.concerns.push(...examined.concerns);
      run.strings.push(...examined.strings);
    },
  };
  for (const statement of statementsIn(source.replace(/`(?=\S)|\^(?=\S)/g, ""))) examineStatement(step, statement);
  const encoded = /-e(?:nc|ncodedcommand)?\s+([A-Za-z0-9+/=]{8,})/i.exec(source)?.[1];
  if (encoded !== undefined) step.nested(utf16Text(encoded));
  windowsEnvironment(run, source);
  run.strings.push(source);
}

const readers = /get-content|\bgc\b|\btype\b|\bcat\b|select-string|\bsls\b|\bread|opentext|import-|format-hex/i;

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** PowerShell's -EncodedCommand is base64 of UTF-16LE. */
function utf16Text(encoded: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of encoded.replace(/=+$/, "")) {
    held = ((held << 6) | Math.max(0, alphabet.indexOf(digit))) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return bytes
    .flatMap((low, at) => (at % 2 === 0 ? [String.fromCharCode(low | ((bytes[at + 1] ?? 0) << 8))] : []))
    .join("");
}

/** A statement as words; its first word tells what runs. */
function statementsIn(source: string): readonly (readonly string[])[] {
  const statements: string[][] = [[]];
  for (const [, word, separator] of source.matchAll(/((?:[^\s;|&\n{}()"']|"[^"]*"|'[^']*')+)|([;|&\n{}()]+)/g)) {
    if (separator !== undefined) statements.push([]);
    else statements.at(-1)?.push((word ?? "").replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return statements.filter((words) => words.length > 0);
}
