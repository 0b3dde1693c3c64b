import { parentOf } from "../paths.ts";
import { absolute, guardedPath } from "./touch.ts";
import { type Alternatives, type Concern, marks, type Run, type Scope } from "./types.ts";

/**
 * Programs that stand in files: a shell script, an npm script, a make target. A human's program may use credentials
 * (that is what they are for), so one that git holds unchanged is let run; one that an agent just wrote or changed is
 * judged by what it would print, as if it had been typed. `git add` by the agent itself is not seen.
 */
export function runScriptFile(run: Run, file: string, scope: Scope, sourced = false): void {
  const whole = absolute(file, scope);
  if (marks.test(whole)) return;
  const text = run.world.script?.(whole);
  if (text === undefined) return;
  if (/^#!.*\b(?:python|node|deno|bun|ruby|perl|php)/.test(text)) return runProgramText(run, whole, text, scope);
  judgeText(run, { text, from: whole, cwd: scope.cwd, sourced });
}

/** A program in another language is refused only where one statement reads a guarded file and prints it. */
export function runProgramFile(run: Run, file: string, scope: Scope): void {
  const whole = absolute(file, scope);
  const text = marks.test(whole) ? undefined : run.world.script?.(whole);
  if (text !== undefined) runProgramText(run, whole, text, scope);
}

const printedRead =
  /\b(?:print|console\.\w+|process\.stdout\.write|puts|echo|say)\b[^\n;]{0,80}?\b(?:readFile(?:Sync)?|open|read_text|Path|file_get_contents|File\.read|IO\.read)\s*\(?\s*(["'`])([^"'`\n]{1,300})\1/g;

function runProgramText(run: Run, from: string, text: string, scope: Scope): void {
  const guarded = [...text.matchAll(printedRead)].flatMap((match) => guardedPath(run, match[2] ?? "", scope));
  if (guarded.length === 0 || run.world.unchanged?.(from) === true) return;
  run.concerns.push({ rule: "protected-path", about: guarded.map((one) => one.name), advice: "path" });
}

/** `npm run NAME`, `pnpm NAME`, `yarn NAME`, `npm test`, with the scripts before and after it. */
export function runPackageScript(run: Run, name: string, words: readonly string[], scope: Scope): void {
  if (
    scope.cwd === undefined ||
    words.some((word) => /^(?:--prefix|-C|--cwd|--dir|-w|--workspace|--filter)/.test(word))
  )
    return;
  const plain = words.filter((word) => !word.startsWith("-"));
  const verb = plain[0] ?? "";
  const script = /^(?:run|run-script|rum|urn)$/.test(verb)
    ? plain[1]
    : /^(?:t|tst|test|start|stop|restart)$/.test(verb)
      ? verb.replace(/^ts?t?$/, "test")
      : name === "npm"
        ? undefined
        : verb;
  if (script === undefined || script === "") return;
  const file = nearest(run, scope.cwd, "package.json");
  const scripts = file === undefined ? undefined : scriptsIn(run.world.script?.(file));
  if (file === undefined || scripts === undefined) return;
  for (const one of [`pre${script}`, script, `post${script}`]) {
    const text = scripts[one];
    if (typeof text === "string") judgeText(run, { text, from: file, cwd: parentOf(file) });
  }
}

function scriptsIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data !== "object" || data === null || !("scripts" in data)) return undefined;
    const { scripts } = data;
    return typeof scripts === "object" && scripts !== null ? { ...scripts } : undefined;
  } catch {
    return undefined; // npm does not run it either
  }
}

function nearest(run: Run, cwd: string, name: string): string | undefined {
  for (let folder = cwd, left = 8; left > 0; left--) {
    const file = `${folder === "/" ? "" : folder}/${name}`;
    if (run.world.kind(file) === "file") return file;
    if (folder === "/" || parentOf(folder) === folder) return undefined;
    folder = parentOf(folder);
  }
  return undefined;
}

/** The recipes of the targets that are asked for, or of the first one. What they depend on is not followed. */
export function runMakeTargets(run: Run, words: readonly string[], scope: Scope): void {
  if (scope.cwd === undefined || words.some((word) => /^-(?:C|f)|^--(?:directory|file|makefile)/.test(word))) return;
  const file = ["GNUmakefile", "makefile", "Makefile"]
    .map((name) => `${scope.cwd ?? ""}/${name}`)
    .find((path) => run.world.kind(path) === "file");
  const text = file === undefined ? undefined : run.world.script?.(file);
  if (file === undefined || text === undefined) return;
  const wanted = words.filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith("-"));
  const recipes = recipesIn(text);
  const chosen = wanted.length > 0 ? wanted : [...recipes.keys()].filter((name) => !name.startsWith(".")).slice(0, 1);
  for (const target of chosen) {
    const lines = recipes.get(target) ?? [];
    if (lines.length > 0) judgeText(run, { text: lines.join("\n"), from: file, cwd: scope.cwd });
  }
}

function recipesIn(text: string): ReadonlyMap<string, readonly string[]> {
  const recipes = new Map<string, string[]>();
  let targets: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const rule = /^([\w./ -]+?)\s*::?(?!=)/.exec(line);
    if (line.startsWith("\t")) {
      // `$$x` is the shell's variable; make's own `$(X)` is not known here.
      const command = line
        .trim()
        .replace(/^[@+-]+/, "")
        .replace(/(?<!\$)\$\(\w+\)/g, "")
        .replaceAll("$$", "$");
      for (const target of targets) recipes.get(target)?.push(command);
    } else if (rule !== null) {
      targets = (rule[1] ?? "").trim().split(/\s+/);
      for (const target of targets) if (!recipes.has(target)) recipes.set(target, []);
    }
  }
  return recipes;
}

interface FileText {
  readonly text: string;
  readonly from: string;
  readonly cwd: string | undefined;
  /** It runs in the agent's own shell, which keeps what it loads. */
  readonly sourced?: boolean;
}

/** `export $(grep -v '^#' .env | xargs)` hands values on and shows none of them. */
const handsOn = /\b(?:export|env|declare\s+-x)\s+(?:-\S+\s+)*"?\$\((?:[^()]|\([^()]*\))*\)"?/g;

function judgeText(run: Run, { text, from, cwd, sourced = false }: FileText): void {
  const concernsBefore = run.concerns.length;
  const stringsBefore = run.strings.length;
  const scope = { variables: new Map<string, Alternatives>(), functions: new Map(), positional: [], cwd };
  run.script(text.replace(handsOn, ":"), scope, undefined);
  run.strings.splice(stringsBefore);
  const found = run.concerns
    .splice(concernsBefore)
    .filter((one) => isShown(one) || (sourced && one.advice === "use-run"));
  if (found.length > 0 && run.world.unchanged?.(from) !== true) run.concerns.push(...found);
}

/** A program loads, packs and replaces as it was made to; what reaches the agent is what it prints. */
function isShown({ rule, advice }: Concern): boolean {
  return (rule === "protected-path" && advice === "path") || rule === "environment-dump";
}
