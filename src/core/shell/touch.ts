import { isAbsolute, joinPath, resolvePath } from "../paths.ts";
import { type Alternatives, type Guarded, marks, type Run, type Scope, unknownText } from "./types.ts";

/** The paths that an argument may carry: itself, after `=`, `@`, `:`, `file://`, a one-letter option. */
function candidates(argument: string): readonly string[] {
  const all = [argument];
  const url = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(argument)?.[1];
  if (url !== undefined) all.push(decodeURI(url));
  if (/^-[A-Za-z]./.test(argument)) all.push(argument.slice(2));
  for (const separator of ["=", "@", ":", ","]) {
    if (argument.includes(separator)) all.push(...argument.split(separator));
  }
  return all;
}

function decodeURI(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** An absolute path or pattern; relative to an unknown folder it begins with "any text". */
export function absolute(path: string, scope: Scope): string {
  if (isAbsolute(path) || path.startsWith(unknownText))
    return path.startsWith(unknownText) ? path : resolvePath("/", path);
  return scope.cwd === undefined ? `${unknownText}/${path.replace(/^\.\//, "")}` : resolvePath(scope.cwd, path);
}

/** Guarded files that an argument may name. */
export function guardedIn(run: Run, argument: Alternatives, scope: Scope): readonly Guarded[] {
  return argument.flatMap((text) => candidates(text).flatMap((path) => guardedPath(run, path, scope)));
}

/** Guarded files that exactly this path or pattern may name. */
export function guardedPath(run: Run, path: string, scope: Scope): readonly Guarded[] {
  if (path === "" || path.length > 4096 || /^[\uE000]+$/.test(path) || path.includes("\n")) return [];
  const whole = absolute(path, scope);
  if (marks.test(whole)) return run.world.matching(whole);
  const guarded = run.world.protects(scope.cwd === undefined ? whole : joinPath(scope.cwd, path));
  if (guarded === undefined) return [];
  // A bare word such as `secrets` is a path only where there is such a file.
  if (!/[./\\]/.test(path) && run.world.kind(whole) !== "file") return [];
  return [guarded];
}

export function refuse(run: Run, guarded: readonly Guarded[], tree = false): void {
  if (guarded.length === 0) return;
  const about = [...new Set(guarded.map((one) => one.name))];
  run.concerns.push(
    tree ? { rule: "protected-tree", about, advice: "tree" } : { rule: "protected-path", about, advice: "path" },
  );
}

export function checkRead(run: Run, argument: Alternatives, scope: Scope): void {
  refuse(
    run,
    argument.flatMap((path) => guardedPath(run, path, scope)),
  );
}

const written = (run: Run, argument: Alternatives, scope: Scope): readonly Guarded[] =>
  argument.filter((path) => !marks.test(path)).flatMap((path) => guardedPath(run, path, scope));

/** Nothing is lost by a line more, but in the guard's own files a line switches it off. */
export function checkAppend(run: Run, argument: Alternatives, scope: Scope): void {
  if (written(run, argument, scope).some(({ because }) => because === "own"))
    run.concerns.push({ rule: "guard-tampering", about: [], advice: "inline" });
}

/** Replacing a credential file loses what is in it; making a new one is fine. */
export function checkWrite(run: Run, argument: Alternatives, scope: Scope): void {
  checkAppend(run, argument, scope);
  const lost = written(run, argument, scope).filter(
    ({ path, because }) => because !== "own" && run.world.kind(path) === "file",
  );
  if (lost.length === 0) return;
  run.concerns.push({ rule: "destructive", about: lost.map((one) => one.name), advice: "overwrites", ask: true });
}

/** The folders an argument names, for tools that go through whole trees. */
export function treeIn(run: Run, argument: Alternatives, scope: Scope): readonly Guarded[] {
  return argument.flatMap((path) => {
    const whole = absolute(path, scope);
    if (!marks.test(whole)) return run.world.kind(whole) === "file" ? [] : run.world.under(whole);
    return run.world.matching(`${whole}${unknownText}`);
  });
}
