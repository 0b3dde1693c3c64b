import { checkDestructive } from "./destructive.ts";
import { absolute, guardedIn, guardedPath, refuse, treeIn } from "./touch.ts";
import { anyLetter, type Guarded, type Run, type Scope, unknownText } from "./types.ts";

/** One statement's surroundings: what is known of those before it. */
export interface Step {
  readonly run: Run;
  readonly scope: Scope;
  /** Anything in the command reads files, so that a path which is only made may be read. */
  readonly reads: boolean;
  /** What a listing handed down the pipe. */
  listed: { readonly roots: readonly string[]; readonly deep: boolean } | undefined;
  /** Text that runs as PowerShell or cmd. */
  nested(text: string): void;
  /** A program that a POSIX shell would run the same way. */
  foreign(words: readonly string[]): void;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const listings = words("get-childitem gci dir ls");
/** They show names, times and sizes, or change where we are; never what stands in a file. */
const harmless = words(
  "test-path resolve-path get-item gi new-item ni split-path join-path get-acl icacls attrib where where-object write-host write-output echo rem popd pop-location",
);
const moves = words("cd chdir sl set-location pushd push-location");
/** Their result is a path that another statement may read. */
const makesPath = words("join-path resolve-path get-item gi");
const searches = words("select-string sls findstr");
const contents = words("get-content gc type cat");
const runsText = words("invoke-expression iex");
const windowsShells = words("powershell pwsh cmd");
const foreignPrograms = words("bash sh zsh wsl node python python3 py perl ruby php deno bun git");

export function examineStatement(step: Step, statement: readonly string[]): void {
  const { run, scope } = step;
  const filled = withVariables(statement, scope);
  remember(statement, filled, scope);
  run.strings.push(filled.join(" "), filled.join(""));
  const [first = "", ...rest] = withoutCondition(filled);
  const name = first.toLowerCase().replace(/\.exe$/, "");
  checkDestructive(run, [name, ...rest], []);
  if (moves.has(name)) return follow(rest, scope);
  if (runsText.has(name)) return rest.forEach((text) => step.nested(text));
  if (windowsShells.has(name)) step.nested(textOf(rest));
  if (foreignPrograms.has(name)) {
    const program = name === "wsl" ? [] : [name];
    if (program.length + rest.length > 0) step.foreign([...program, ...rest]);
    return;
  }
  if (listings.has(name)) return list(step, rest);
  if (harmless.has(name)) {
    if (step.reads && makesPath.has(name)) refuse(run, named(step, operandsOf(rest)));
    step.listed = { roots: operandsOf(rest), deep: false };
    return;
  }
  if (searches.has(name)) return search(step, name, rest);
  if (contents.has(name) && isPiped(operandsOf(rest))) return refusePiped(step);
  refuse(run, named(step, [...operandsOf(rest), first.replaceAll("\\", "/")]));
}

function withVariables(statement: readonly string[], scope: Scope): readonly string[] {
  return statement.map((word) =>
    word.replace(
      /\$\{?(\w+)\}?|%(\w+)%/g,
      (all, name: string | undefined, percent: string | undefined) =>
        scope.variables.get((name ?? percent ?? "").toLowerCase())?.[0] ?? all,
    ),
  );
}

/** `$name = value` and cmd's `set name=value`. */
function remember(statement: readonly string[], filled: readonly string[], scope: Scope): void {
  const assigned = /^\$(\w+)=?(.*)$/.exec(statement[0] ?? "");
  const isAssignment =
    assigned !== null && (statement[0]?.includes("=") === true || statement[1]?.startsWith("=") === true);
  if (isAssignment)
    scope.variables.set((assigned[1] ?? "").toLowerCase(), [(filled.at(-1) ?? "").replace(/^\$\w+=/, "")]);
  const set = statement[0]?.toLowerCase() === "set" ? /^(\w+)=(.*)$/.exec(filled[1] ?? "") : null;
  if (set !== null) scope.variables.set((set[1] ?? "").toLowerCase(), [set[2] ?? ""]);
}

/** cmd's `if [not] exist FILE command`: whether a file is there may be asked. */
function withoutCondition(filled: readonly string[]): readonly string[] {
  if (filled[0]?.toLowerCase() !== "if") return filled;
  const at = filled.findIndex((word) => word.toLowerCase() === "exist");
  return at < 1 || at > 2 ? filled : filled.slice(at + 2);
}

function follow(rest: readonly string[], scope: Scope): void {
  const target = rest.find((word) => !/^[-/]\w/.test(word))?.replaceAll("\\", "/");
  if (target === undefined || scope.cwd === undefined) return;
  scope.cwd = /^[A-Za-z]:|^\//.test(target) ? target : `${scope.cwd}/${target}`;
}

/** Of `-NoProfile -Command TEXT` or `/c TEXT`, what follows; a script's own arguments are operands all the same. */
function textOf(rest: readonly string[]): string {
  const at = rest.findIndex((word) => /^(?:-c(?:ommand)?|\/[ck])$/i.test(word));
  return at < 0 ? rest.filter((word) => !/^[-/]\w/.test(word)).join(" ") : rest.slice(at + 1).join(" ");
}

const isOption = (word: string): boolean => /^-[A-Za-z]|^\/[A-Za-z]+$/.test(word);
const operandsOf = (rest: readonly string[]): readonly string[] =>
  rest.filter((word) => !/^\/[A-Za-z]$/.test(word)).flatMap((word) => word.replaceAll("\\", "/").split(","));
const globbed = (word: string): string => word.replaceAll("*", unknownText).replaceAll("?", anyLetter);

function named({ run, scope }: Step, operands: readonly string[]): readonly Guarded[] {
  return operands.map(globbed).flatMap((word) => [...guardedIn(run, [word], scope), ...guardedPath(run, word, scope)]);
}

/** Names only; what it found may be read by the next in the pipe. */
function list(step: Step, rest: readonly string[]): void {
  const deep = rest.some((word) => /^-r(?:ecurse)?$|^\/s$/i.test(word));
  const roots = operandsOf(rest.filter((word) => !isOption(word)));
  step.listed = { roots: roots.length === 0 ? ["."] : roots, deep };
}

/** Nothing to read but what the pipe brings. */
const isPiped = (operands: readonly string[]): boolean =>
  operands.every((word) => isOption(word) || /^\$(?:_|psitem)\b/i.test(word));

function refusePiped(step: Step): void {
  const { run, scope, listed } = step;
  if (listed === undefined) return;
  if (listed.deep) refuse(run, treeIn(run, listed.roots.map(globbed), scope), true);
  else refuse(run, named(step, listed.roots));
}

/** The pattern is no path: the value of -Pattern, else the first operand. */
function search(step: Step, name: string, rest: readonly string[]): void {
  const { run } = step;
  const at = rest.findIndex((word) => /^-pattern$/i.test(word));
  const others = at < 0 ? rest : rest.filter((_, index) => index !== at && index !== at + 1);
  const operands = operandsOf(others.filter((word) => !isOption(word)));
  const hasPath = rest.some((word) => /^-(?:path|literalpath)$/i.test(word));
  const files = at >= 0 ? operands : hasPath ? operands : operands.slice(1);
  if (isPiped(files)) return refusePiped(step);
  if (name === "findstr" && rest.some((word) => /^\/s$/i.test(word))) refuse(run, belowIn(step, files), true);
  refuse(run, named(step, files));
}

/** `findstr /s TEXT dir\*.js`: files of that name in the folder and below. */
function belowIn({ run, scope }: Step, files: readonly string[]): readonly Guarded[] {
  return files.flatMap((file) => {
    const cut = file.lastIndexOf("/");
    const pattern = file
      .slice(cut + 1)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    const isNamed = new RegExp(`/${pattern}$`, "i");
    return run.world
      .under(absolute(cut < 0 ? "." : file.slice(0, cut), scope))
      .filter(({ path }) => isNamed.test(path));
  });
}
