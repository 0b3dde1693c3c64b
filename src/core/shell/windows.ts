import { mayHoldCredential } from "./commands.ts";
import { checkDestructive } from "./destructive.ts";
import type { Examination } from "./examine-shell.ts";
import { guardedIn, guardedPath, refuse, treeIn } from "./touch.ts";
import type { Run, Scope, ShellWorld } from "./types.ts";

/**
 * PowerShell and cmd, by a subset: statements split at `;`, `|`, `&`, line ends and braces, words at blanks, quotes
 * taken off. Variables set to a literal in the same command are filled in, `cd` and its kin are followed, recursive
 * searches and environment dumps are known by name. Everything else that names a guarded file is refused: no
 * expression is evaluated. cmd's `^` and PowerShell's backtick are taken out first.
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
  const scope: Scope = { variables: new Map(), functions: new Map(), positional: [], cwd };
  const encoded = /-e(?:nc|ncodedcommand)?\s+([A-Za-z0-9+/=]{8,})/i.exec(source)?.[1];
  const whole = encoded === undefined ? source : `${source}\n${utf16Text(encoded)}`;
  for (const statement of statementsIn(whole.replace(/`(?=\S)|\^(?=\S)/g, "")))
    examine(run, statement, scope, readers.test(whole));
  environment(run, whole);
  return { concerns: run.concerns, strings: [...run.strings, whole] };
}

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

function statementsIn(source: string): readonly (readonly string[])[] {
  const statements: string[][] = [[]];
  for (const match of source.matchAll(
    /"((?:[^"])*)"|'([^']*)'|([;|&\n{}()]+)|((?:[^\s;|&\n{}()"']|"[^"]*"|'[^']*')+)/g,
  )) {
    if (match[3] !== undefined) statements.push([]);
    else statements.at(-1)?.push(match[1] ?? match[2] ?? (match[4] ?? "").replace(/["']/g, ""));
  }
  return statements.filter((words) => words.length > 0);
}

const listing = new Set(
  "test-path get-childitem gci dir ls resolve-path get-item gi new-item ni set-location sl cd chdir split-path join-path get-acl icacls attrib where where-object write-host write-output echo rem pushd popd".split(
    " ",
  ),
);
const searches = /^(?:select-string|sls|findstr)$/i;
const readers = /get-content|\bgc\b|\btype\b|\bcat\b|select-string|\bsls\b/i;

/** Their result is a path that another statement may read. */
const makesPath = new Set(["join-path", "resolve-path", "get-item", "gi"]);

function examine(run: Run, words: readonly string[], scope: Scope, reads: boolean): void {
  const filled = words.map((word) =>
    word.replace(
      /\$\{?(\w+)\}?|%(\w+)%/g,
      (all, name: string | undefined, percent: string | undefined) =>
        scope.variables.get((name ?? percent ?? "").toLowerCase())?.[0] ?? all,
    ),
  );
  const assigned = /^\$(\w+)=?$/.exec(words[0] ?? "");
  if (assigned !== null) scope.variables.set((assigned[1] ?? "").toLowerCase(), [filled.at(-1) ?? ""]);
  const set = words[0]?.toLowerCase() === "set" ? /^(\w+)=(.*)$/.exec(filled[1] ?? "") : null;
  if (set !== null) scope.variables.set((set[1] ?? "").toLowerCase(), [set[2] ?? ""]);
  run.strings.push(filled.join(" "), filled.join(""));
  const name = (filled[0] ?? "").toLowerCase().replace(/\.exe$/, "");
  checkDestructive(run, [name, ...filled.slice(1)], []);
  if (/^(?:cd|chdir|sl|set-location|pushd|push-location)$/.test(name)) {
    const target = filled.slice(1).find((word) => !/^[-/]\w/.test(word));
    if (target !== undefined && scope.cwd !== undefined)
      scope.cwd = /^[A-Za-z]:|^[\\/]/.test(target)
        ? target.replaceAll("\\", "/")
        : `${scope.cwd}/${target.replaceAll("\\", "/")}`;
    return;
  }
  const operands = filled
    .slice(1)
    .map((word) => word.replaceAll("\\", "/"))
    .flatMap((word) => word.split(","));
  const patterned = searches.test(name) ? operands.slice(1) : operands;
  const globbed = patterned.map((word) => word.replaceAll("*", "\uE000").replaceAll("?", "\uE002"));
  if (listing.has(name)) {
    const piped = reads && makesPath.has(name);
    if (piped)
      refuse(
        run,
        globbed.flatMap((word) => guardedIn(run, [word], scope)),
      );
    if (
      /^(?:gci|dir|ls|get-childitem)$/.test(name) &&
      run.strings.length > 0 &&
      filled.some((word) => /^-r(?:ecurse)?$|^\/s$/i.test(word))
    )
      scope.variables.set("\0recursed", ["yes"]);
    return;
  }
  if (
    searches.test(name) &&
    (filled.some((word) => /^-r(?:ecurse)?$|^\/s$/i.test(word)) || scope.variables.has("\0recursed"))
  ) {
    refuse(run, treeIn(run, ["."], scope), true);
  }
  if (/^(?:get-content|gc|type|cat)$/.test(name) && operands.length === 0 && scope.variables.has("\0recursed"))
    refuse(run, treeIn(run, ["."], scope), true);
  const spoken = [...globbed, (filled[0] ?? "").replaceAll("\\", "/")];
  refuse(
    run,
    spoken.flatMap((word) => [...guardedIn(run, [word], scope), ...guardedPath(run, word, scope)]),
  );
}

function environment(run: Run, source: string): void {
  if (!run.world.credentialsInEnvironment) return;
  const dumps =
    /(?:get-childitem|gci|dir|ls)\s+(?:-path\s+)?env:\\?(?:\*)?(?=\s|$|[|;)])|getenvironmentvariables\s*\(|^\s*set\s*$|[&|]\s*set\s*$|cmd(?:\.exe)?\s+\/c\s+set\s*$|\bget-item\s+env:\*/im;
  const namesOnlyAfter = /select(?:-object)?\s+(?:-expandproperty\s+|-property\s+)?(?:key|name)\b|\.(?:name|keys)\b/i;
  const shown = [...source.matchAll(/\$env:(\w+)|%(\w+)%|get-item\s+env:(\w+)/gi)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
  const prints = /^\s*(?:\$env:\w+|(?:write-(?:host|output)|echo)\b)/im.test(source);
  if ((dumps.test(source) && !namesOnlyAfter.test(source)) || (prints && shown.some(mayHoldCredential))) {
    run.concerns.push({ rule: "environment-dump", about: [], advice: "names-only" });
  }
}
