import { entryOf, interpreters, namesOnly, patternFirst, shells } from "./commands.ts";
import { checkDestructive } from "./destructive.ts";
import { checkEnvironment, checkPrinted } from "./environment.ts";
import { checkGit } from "./git.ts";
import { checkInlineCode } from "./inline-code.ts";
import { shownOperands } from "./operands.ts";
import { outputOf } from "./output.ts";
import { checkRead, checkWrite, guardedIn, refuse } from "./touch.ts";
import { found, shownByTree } from "./trees.ts";
import { type Alternatives, type Invocation, marks, type Names, type Run, unknownText } from "./types.ts";
import { unwrap } from "./unwrap.ts";

/** Judges one command with its arguments; gives what it is known to print. */
export function invoke(run: Run, whole: Invocation): Names {
  const inner = unwrap(run, whole);
  if (inner === undefined) return undefined;
  const { invocation, codes } = inner;
  for (const code of codes) run.script(code, invocation.scope, invocation.stdin);
  const names = (invocation.argv[0] ?? [""]).map((text) =>
    text.slice(text.lastIndexOf("/") + 1).replace(/\.exe$/i, ""),
  );
  let output: Names;
  for (const name of new Set(names)) output = judge(run, name, invocation) ?? output;
  return output;
}

function judge(run: Run, name: string, invocation: Invocation): Names {
  const args = invocation.argv.slice(1);
  const words = args.map((alternatives) => alternatives[0] ?? "");
  checkDestructive(run, [name, ...words], [...invocation.stdinText, ...(invocation.stdin ?? [])]);
  checkEnvironment(run, name, words, invocation);
  if (shells.has(name)) return shell(run, words, invocation);
  if (interpreter(run, name, invocation)) return undefined;
  switch (name) {
    case "cd":
    case "pushd":
      return changeFolder(run, words, invocation);
    case "eval":
      return run.script(words.join(" "), invocation.scope, invocation.stdin);
    case "read":
    case "mapfile":
    case "readarray":
      return readInto(words, invocation);
    case "source":
    case ".":
      return source(run, args, invocation);
    case "git":
      checkGit(run, args, invocation.scope);
      break;
    case "find":
    case "gfind":
      findExec(run, words, invocation);
      break;
    case "rm":
    case "unlink":
    case "shred":
    case "truncate":
      for (const arg of args) checkWrite(run, arg, invocation.scope);
      break;
    case "tee":
    case "sponge":
      if (!words.some((word) => /^-[a-z]*a|^--append/.test(word)))
        for (const arg of args) checkWrite(run, arg, invocation.scope);
      break;
    case "echo":
    case "printf":
    case "print":
      checkPrinted(run, invocation.raw, invocation);
      break;
    default:
      operands(run, name, invocation);
  }
  return outputOf(run, name, words, invocation);
}

const replaces = new Set(["cp", "mv", "install", "rsync"]);

function operands(run: Run, name: string, invocation: Invocation): void {
  const args = invocation.argv.slice(1);
  const shown = shownByTree(run, name, args, invocation.scope);
  if (shown !== undefined && shown.length > 0) refuse(run, shown, true);
  if (namesOnly.has(name)) return;
  if (replaces.has(name) && args.length > 1) checkWrite(run, args.at(-1) ?? [], invocation.scope);
  const listed = name === "xargs" ? [] : shownOperands(name, args);
  refuse(
    run,
    listed.flatMap((argument) => guardedIn(run, argument, invocation.scope)),
  );
  const reads = listed.filter((argument) => argument.some((text) => marks.test(text)));
  if (reads.length === 0 || !patternFirst.has(name)) return;
  checkRead(run, reads.flat(), invocation.scope);
}

/** `bash -c CODE`, `bash FILE`, `… | sh`, `sh <<EOF`. */
function shell(run: Run, words: readonly string[], invocation: Invocation): Names {
  const at = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = words.find((word) => !word.startsWith("-"));
  if (at >= 0) {
    const scope = { ...invocation.scope, positional: invocation.argv.slice(at + 4) };
    return run.script(words[at + 1] ?? "", scope, invocation.stdin);
  }
  if (script !== undefined && !words.includes("-s")) {
    checkRead(run, [script], invocation.scope);
    return undefined;
  }
  for (const text of [...invocation.stdinText, ...(invocation.stdin ?? [])])
    run.script(text, invocation.scope, undefined);
  return undefined;
}

function interpreter(run: Run, name: string, invocation: Invocation): boolean {
  const flags = entryOf(interpreters, name.replace(/^(python|ruby|perl|php|lua)[\d.]+$/, "$1"));
  if (flags === undefined) return false;
  const args = invocation.argv.slice(1);
  let inline = false;
  args.forEach((argument, index) => {
    const before = args[index - 1]?.[0] ?? "";
    const joined = argument.flatMap((text) =>
      flags.filter((flag) => /^-\w$/.test(flag) && text.startsWith(flag) && text.length > 2).map(() => text.slice(2)),
    );
    const given =
      flags.includes(before) || (flags.includes("-e") && /^-[a-zA-Z0-9]*[eE]$/.test(before)) ? argument : joined;
    if (given.length > 0) inline = true;
    const printed = /^(?:-p|-pe|--print)$/.test(before) && name !== "perl" && name !== "ruby";
    for (const code of given) checkInlineCode(run, printed ? `console.log(${code})` : code, invocation.scope);
  });
  const program = name.endsWith("awk") ? args.find((argument) => !(argument[0] ?? "").startsWith("-")) : undefined;
  for (const code of program ?? []) checkInlineCode(run, code, invocation.scope);
  const fromStdin = !inline && program === undefined && args.every((argument) => /^-|^$/.test(argument[0] ?? ""));
  if (fromStdin)
    for (const code of [...invocation.stdinText, ...(invocation.stdin ?? [])])
      checkInlineCode(run, code, invocation.scope);
  operands(run, name, {
    ...invocation,
    argv: invocation.argv.filter((_, index) => !isCode(invocation.argv, index, flags)),
  });
  return true;
}

function isCode(argv: readonly Alternatives[], index: number, flags: readonly string[]): boolean {
  return (
    index > 1 &&
    (flags.includes(argv[index - 1]?.[0] ?? "") ||
      (flags.includes("-e") && /^-[a-zA-Z0-9]*[eE]$/.test(argv[index - 1]?.[0] ?? "")))
  );
}

function changeFolder(run: Run, words: readonly string[], { scope }: Invocation): Names {
  const target = words.find((word) => !/^-./.test(word)) ?? run.world.home;
  if (target === "-" || marks.test(target)) scope.cwd = undefined;
  else if (target.startsWith("/")) scope.cwd = target;
  else if (scope.cwd !== undefined) scope.cwd = target === "" ? scope.cwd : `${scope.cwd}/${target}`;
  return [scope.cwd ?? unknownText];
}

function readInto(words: readonly string[], { scope, stdin, stdinText }: Invocation): Names {
  const given = [...(stdin ?? []), ...stdinText].flatMap((text) => text.split("\n"));
  const values = given.length > 0 ? given : [unknownText];
  const names = words.filter((word) => !word.startsWith("-"));
  for (const name of names.length > 0 ? names : ["REPLY"])
    scope.variables.set(name, [...(scope.variables.get(name) ?? []), ...values].slice(0, 64));
  return undefined;
}

/** Reading a credential file into the shell puts its values where any later command can print them. */
function source(run: Run, args: readonly Alternatives[], { scope }: Invocation): Names {
  const guarded = (args[0] ?? []).flatMap((text) => guardedIn(run, [text], scope));
  if (guarded.length > 0) {
    run.concerns.push({ rule: "protected-path", about: guarded.map((one) => one.name), advice: "use-run" });
  }
  return undefined;
}

/** `find … -exec CMD {} +`, `-ok`, `-fprint`, `-delete`. */
function findExec(run: Run, words: readonly string[], invocation: Invocation): void {
  const start = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(word));
  const hits = found(run, words, invocation.scope);
  if (words.includes("-delete") && hits.length > 0) {
    run.concerns.push({ rule: "destructive", about: hits.map((one) => one.name), advice: "overwrites", ask: true });
  }
  if (start < 0) return;
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => word === ";" || word === "+" || word === "\\;");
  const command = (end < 0 ? rest : rest.slice(0, end)).map((word) => [word]);
  const paths = hits.map((one) => one.path);
  if (paths.length === 0) return;
  const argv = command.map(([word = ""]) =>
    word.includes("{}") ? paths.map((path) => word.replaceAll("{}", path)) : [word],
  );
  const positional = argv.slice(1).filter((alternatives) => alternatives.some((text) => paths.includes(text)));
  run.invoke({ ...invocation, argv, scope: { ...invocation.scope, positional } });
}
