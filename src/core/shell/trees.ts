import { entryOf } from "./commands.ts";
import { followsLinks } from "./leave-out.ts";
import { absolute, treeIn } from "./touch.ts";
import type { Alternatives, Guarded, Run, Scope } from "./types.ts";

/** A tool that goes through folders: which files of them it would show. `undefined`: the call is not recursive. */
export function shownByTree(
  run: Run,
  name: string,
  args: readonly Alternatives[],
  scope: Scope,
): readonly Guarded[] | undefined {
  const words = args.map((alternatives) => alternatives[0] ?? "");
  const tool = entryOf(tools, name);
  if (tool === undefined || !tool.recursive(words)) return undefined;
  if (tool.silent?.(words) === true) return [];
  const roots = tool.roots(words).map((index) => args[index] ?? [""]);
  const inside = (roots.length === 0 && tool.here ? [["."]] : roots).flatMap((root) => treeIn(run, root, scope));
  const filters = filtersIn(words, tool.hidesDots?.(words) === true);
  const follows = /grep$|^rg$/.test(name) && followsLinks(words);
  const whole = { ...filters, excludesFolders: !name.endsWith("grep"), ...(follows ? { exclude: [] } : {}) };
  return inside.filter((one) => passes(one, whole, scope));
}

interface TreeTool {
  readonly recursive: (args: readonly string[]) => boolean;
  /** Positions of the folders among the arguments. */
  readonly roots: (args: readonly string[]) => readonly number[];
  /** Without a folder it goes through the current one. */
  readonly here: boolean;
  /** It names files or counts, and shows nothing of them. */
  readonly silent?: (args: readonly string[]) => boolean;
  /** It passes by hidden files and folders. */
  readonly hidesDots?: (args: readonly string[]) => boolean;
}

const flag = (args: readonly string[], letters: RegExp, long: readonly string[] = []): boolean =>
  args.some(
    (arg) =>
      (/^-[A-Za-z0-9]+$/.test(arg) && letters.test(arg)) ||
      long.some((name) => arg === name || arg.startsWith(`${name}=`)),
  );

const operands = (args: readonly string[], valued: RegExp): readonly number[] =>
  args.flatMap((arg, index) =>
    arg.startsWith("-") && arg.length > 1 ? [] : valued.test(args[index - 1] ?? "") ? [] : [index],
  );

const grepValued =
  /^-(?:[A-Za-z]*[efmABCgtTdDj]|-(?:regexp|file|max-count|context|after-context|before-context|glob|iglob|type|type-not|include|exclude|exclude-dir|max-depth|threads|sort|color|colors))$/;
const givesPattern = (args: readonly string[]): boolean => flag(args, /[ef]$/, ["--regexp", "--file", "--files"]);
const grepRoots = (args: readonly string[]): readonly number[] =>
  operands(args, grepValued).slice(givesPattern(args) ? 0 : 1);
const grepSilent = (args: readonly string[]): boolean =>
  flag(args, /^-[A-Za-z]*[lLcq]/, [
    "--files-with-matches",
    "--files-without-match",
    "--count",
    "--quiet",
    "--silent",
    "--files",
    "--count-matches",
  ]);

const grep: TreeTool = {
  recursive: (args) =>
    flag(args, /^-[A-Za-z]*[rR]/, ["--recursive", "--dereference-recursive"]) ||
    args.some((arg) => arg === "--directories=recurse"),
  roots: grepRoots,
  here: true,
  silent: grepSilent,
};
const ripgrep: TreeTool = {
  recursive: () => true,
  roots: grepRoots,
  here: true,
  silent: (args) => grepSilent(args) || args.includes("--type-list") || args.includes("--version"),
  hidesDots: (args) =>
    !flag(args, /^-[A-Za-z]*(?:\.|uu)/, ["--hidden", "--unrestricted"]) &&
    !args.includes("-.") &&
    !/-u.*-u/.test(args.join(" ")),
};
const copies: TreeTool = {
  recursive: (args) => flag(args, /^-[A-Za-z]*[rRa]/, ["--recursive", "--archive"]),
  roots: (args) => operands(args, /^-(?:t|-target-directory|e|-exclude|-include|-filter|f)$/).slice(0, -1),
  here: false,
};

const tools: Readonly<Record<string, TreeTool>> = {
  grep,
  egrep: grep,
  fgrep: grep,
  zgrep: grep,
  ugrep: grep,
  rg: ripgrep,
  ag: ripgrep,
  ack: ripgrep,
  cp: copies,
  rsync: copies,
  scp: copies,
  ditto: { ...copies, recursive: () => true },
  mv: { ...copies, recursive: () => true },
  diff: {
    recursive: (args) => flag(args, /^-[A-Za-z]*r/, ["--recursive"]),
    roots: (args) => operands(args, /^-(?:x|-exclude|I|U)$/),
    here: false,
    silent: (args) => flag(args, /^-[A-Za-z]*q/, ["--brief"]),
  },
  tar: {
    recursive: (args) =>
      (/^-?[A-Za-z]*[cru]/.test(args[0] ?? "") && !(args[0] ?? "").startsWith("--")) ||
      args.some((arg) => /^--(?:create|append|update)$|^-[A-Za-z]*c/.test(arg)),
    roots: (args) =>
      operands(args, /^-(?:[A-Za-z]*f|C|X|T|-file|-exclude|-exclude-from|-directory)$/).filter(
        (index) => index > 0 && !(/^[A-Za-z]+$/.test(args[0] ?? "") && index === 1 && (args[0] ?? "").includes("f")),
      ),
    here: false,
  },
  zip: {
    recursive: (args) => flag(args, /^-[A-Za-z]*r/, ["--recurse-paths"]),
    roots: (args) => operands(args, /^-(?:x|i)$/).slice(1),
    here: false,
  },
  "7z": { recursive: (args) => args[0] === "a", roots: (args) => operands(args, /^$/).slice(2), here: false },
};

interface Filters {
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
  readonly excludeFolder: readonly RegExp[];
  readonly hidesDots: boolean;
  /** `--exclude` leaves out folders of that name as well; grep's does not. */
  readonly excludesFolders: boolean;
}

const types: Readonly<Record<string, string>> = {
  ts: "*.ts",
  js: "*.js",
  py: "*.py",
  python: "*.py",
  go: "*.go",
  rust: "*.rs",
  java: "*.java",
  md: "*.md",
  markdown: "*.md",
  ruby: "*.rb",
  php: "*.php",
  css: "*.css",
  html: "*.html",
  c: "*.c",
  cpp: "*.cpp",
  cs: "*.cs",
  swift: "*.swift",
  kotlin: "*.kt",
  sql: "*.sql",
  sh: "*.sh",
  vue: "*.vue",
};

function filtersIn(words: readonly string[], hidesDots: boolean): Filters {
  const values = (names: RegExp): readonly string[] =>
    words.flatMap((word, index) => {
      const [name = "", ...rest] = word.split("=");
      if (!names.test(name)) return [];
      return [rest.length > 0 ? rest.join("=") : (words[index + 1] ?? "")];
    });
  const globs = values(/^(?:-g|--glob|--iglob)$/);
  return {
    include: [
      ...values(/^--include$/),
      ...globs.filter((glob) => !glob.startsWith("!")),
      ...values(/^(?:-t|--type)$/).flatMap((type) => entryOf(types, type) ?? []),
    ].map(globPattern),
    exclude: [
      ...values(/^(?:--exclude|-x)$/),
      ...globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)),
    ].map(globPattern),
    excludeFolder: values(/^--exclude-dir$/).map(globPattern),
    hidesDots,
    excludesFolders: false,
  };
}

/** A file glob by name, or by the end of the path when it holds a slash. */
export function globPattern(glob: string): RegExp {
  const body = glob
    .replace(/^\.\//, "")
    .replace(/^\*\*\//, "")
    .replace(/[.+^$()|\\]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.replaceAll(",", "|")})`)
    .replaceAll("**", "\uE003")
    .replace(/[*\uE001]/g, "[^/]*")
    .replace(/[?\uE002]/g, "[^/]")
    .replace(/[\uE003\uE000]/g, ".*");
  return safePattern(`(?:^|/)${body.replace(/\/$/, "(?:/.*)?")}$`);
}

function safePattern(source: string): RegExp {
  try {
    return new RegExp(source, "i");
  } catch {
    return /(?!)/;
  }
}

function passes(one: Guarded, filters: Filters, scope: Scope): boolean {
  if (
    filters.hidesDots &&
    /\/\./.test(scope.cwd === undefined ? one.path : one.path.slice(Math.max(0, scope.cwd.length)))
  ) {
    if (!filters.include.some((glob) => glob.test(one.path))) return false;
  }
  if (filters.include.length > 0 && !filters.include.some((glob) => glob.test(one.path))) return false;
  if (filters.exclude.some((glob) => glob.test(one.path))) return false;
  const folders = one.path.split("/").slice(0, -1);
  if (filters.excludesFolders && folders.some((folder) => filters.exclude.some((glob) => glob.test(folder))))
    return false;
  return !folders.some((folder) => filters.excludeFolder.some((glob) => glob.test(folder)));
}

/** The guarded files that `find`, `fd`, `ls` or `git ls-files` would name, as paths. */
export function namedByListing(
  run: Run,
  name: string,
  words: readonly string[],
  scope: Scope,
): readonly string[] | undefined {
  switch (name) {
    case "find":
    case "gfind":
      return found(run, words, scope).map((one) => one.path);
    case "fd":
    case "fdfind": {
      const [pattern = "", ...roots] = words.filter((word) => !word.startsWith("-"));
      const inside = (roots.length > 0 ? roots : ["."]).flatMap((root) => treeIn(run, [root], scope));
      const hidden = words.some((word) => /^-[a-zA-Z]*[Hu]|^--hidden|^--unrestricted/.test(word));
      const regex = safePattern(pattern);
      return inside
        .filter((one) => regex.test(one.path.slice(one.path.lastIndexOf("/") + 1)))
        .filter((one) => hidden || !one.path.includes("/."))
        .map((one) => one.path);
    }
    case "ls": {
      const all = words.some((word) => /^-[a-zA-Z]*[aA]/.test(word));
      const deep = words.some((word) => /^-[a-zA-Z]*R/.test(word));
      const roots = words.filter((word) => !word.startsWith("-"));
      const folders = (roots.length > 0 ? roots : ["."]).map((root) => absolute(root, scope));
      return folders.flatMap((folder) =>
        run.world.kind(folder) === "file"
          ? [folder]
          : run.world
              .under(folder)
              .map((one) => one.path)
              .filter(
                (path) =>
                  (deep || !path.slice(folder.length + 1).includes("/")) &&
                  (all || !path.slice(path.lastIndexOf("/") + 1).startsWith(".")),
              ),
      );
    }
    default:
      return undefined;
  }
}

/** What find's own tests let through; tests that are not understood let everything through. */
export function found(run: Run, words: readonly string[], scope: Scope): readonly Guarded[] {
  const firstTest = words.findIndex((word) => /^[-(!]/.test(word) && word !== "-L" && word !== "-H" && word !== "-P");
  const roots = words.slice(0, firstTest < 0 ? undefined : firstTest).filter((word) => !word.startsWith("-"));
  let left = (roots.length > 0 ? roots : ["."]).flatMap((root) => {
    const direct = run.world.protects(absolute(root, scope));
    return direct === undefined ? treeIn(run, [root], scope) : [direct];
  });
  if (words.some((word) => word === "-o" || word === "-or")) return left;
  words.forEach((word, index) => {
    const test = /^-(i?)(name|path|wholename)$/.exec(word);
    if (test === null) return;
    const pattern = matcher(words[index + 1] ?? "", test[2] === "name");
    const negated = words[index - 1] === "!" || words[index - 1] === "-not";
    left = left.filter((one) => pattern.test(one.path) !== negated);
  });
  if (words.includes("-type") && words[words.indexOf("-type") + 1] === "d") return [];
  return left;
}

function matcher(glob: string, byName: boolean): RegExp {
  const body = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/[*\uE001\uE000]/g, ".*")
    .replace(/[?\uE002]/g, ".");
  return safePattern(byName ? `(?:^|/)${body.replaceAll(".*", "[^/]*")}$` : `${body.replace(/^\\\./, ".*")}$`);
}
