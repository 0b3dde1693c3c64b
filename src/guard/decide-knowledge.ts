import { isOftenEmpty, mayHoldLogin } from "../core/detect/credential-file.ts";
import type { ProtectedPath } from "../core/finding.ts";
import { isAbsolute, nameOf, parentOf, resolvePath, slashed, upward, within } from "../core/paths.ts";
import { anyLetter, anyName, type Guarded, marks, type ShellWorld, unknownText } from "../core/shell/types.ts";
import { type Tripwire, tripwireOf } from "../core/tripwire.ts";
import type { DecideContext } from "./decide-context.ts";
import { isTracked, isUnchanged, sameFileElsewhere } from "./decide-worktrees.ts";
import { type Hidden, hiddenAt, hiddenIn, hiddenUnder } from "./hidden-files.ts";
import type { GuardIndex, IndexLookup } from "./index-file.ts";
import { keyMarkOf, readIndexAt, realOf } from "./write-index.ts";

/** What is known about files and values, from where a call runs. Answers are kept for the length of one decision. */
export interface Knowledge extends ShellWorld {
  readonly cwd: string | undefined;
  /** Indexes that hold the call's folder, nearest first; damaged ones too. */
  readonly lookups: readonly IndexLookup[];
  /** Whether an index was made with another machine key: it knows no value. Asked for by whoever tells it; an HMAC. */
  foreignKey(): boolean;
  /** The values known in the call's workspaces, and in those of the absolute paths that it names. */
  tripwire(named?: readonly string[]): Tripwire;
}

interface Loaded {
  readonly index: GuardIndex;
  readonly byPath: ReadonlyMap<string, ProtectedPath>;
}

/** Kept with the context where it serves one call alone: the record of a call asks what its verdict asked. */
export function knowledgeOf(cwd: string | undefined, context: DecideContext): Knowledge {
  const { kept } = context;
  return kept === undefined ? learn(cwd, context) : remember(kept, cwd, () => learn(cwd, context));
}

function learn(cwd: string | undefined, context: DecideContext): Knowledge {
  const { files } = context;
  const cache = new Map<string, IndexLookup>();
  const loaded = new Map<GuardIndex, Loaded>();
  const at = (folder: string): IndexLookup => remember(cache, folder, () => readIndexAt(folder, files, context.home));
  const chain = (path: string): readonly IndexLookup[] =>
    upward(path)
      .map(at)
      .filter((one) => one.kind !== "missing");
  const load = (index: GuardIndex): Loaded =>
    remember(loaded, index, () => ({ index, byPath: pathsOf(index, context) }));
  const indexesFor = (path: string): readonly Loaded[] => found(chain(path)).map(load);

  const here = cwd === undefined ? undefined : realOf(slashed(cwd), files);
  const lookups = here === undefined ? [] : chain(here);
  const finder: Finder = { context, indexesFor, hidden: hiddenIn(context, (path) => folded(path, context)) };
  const under = (folder: string): readonly Guarded[] => filesUnder(realOf(folder, files), finder);
  return {
    cwd,
    home: context.userHome,
    credentialsInEnvironment: () => context.credentialsInEnvironment?.() ?? true,
    lookups,
    foreignKey: () => found(lookups).some((index) => index.keyMark !== keyMarkOf(context.fingerprinter)),
    protects: (path) => protectedAt(path, finder),
    under,
    matching: (pattern) => matching(pattern, under, here, finder),
    kind: (path) => kindOf(path, context),
    tracked: (path) => isTracked(path, files),
    script: (path) => scriptAt(path, context),
    unchanged: (path) => isUnchanged(path, files),
    tripwire: (named = []) => {
      const indexes = [...new Set([...found(lookups), ...named.flatMap((path) => found(chain(realOf(path, files))))])];
      return wireOf(lookups.length > 0 ? indexes : [], context);
    },
    ...(context.isLate === undefined ? {} : { isLate: context.isLate }),
  };
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function found(lookups: readonly IndexLookup[]): readonly GuardIndex[] {
  return lookups.flatMap((lookup) => (lookup.kind === "found" ? [lookup.index] : []));
}

/** Outside every workspace all that this machine knows is looked for. */
function wireOf(indexes: readonly GuardIndex[], context: DecideContext): Tripwire {
  const known = (indexes.length > 0 ? indexes : everyIndex(context)).map(({ values }) => values);
  return tripwireOf(known, context.fingerprinter);
}

function everyIndex({ files, home }: DecideContext): readonly GuardIndex[] {
  return files
    .list(home.indexes)
    .filter((entry) => entry.name.endsWith(".json"))
    .map((entry) => rootIn(files.readText(`${home.indexes}/${entry.name}`)))
    .filter((root) => root !== undefined)
    .flatMap((root) => found([readIndexAt(root, files, home)]));
}

function rootIn(text: string | undefined): string | undefined {
  const quoted = /"root":("(?:[^"\\]|\\.)*")/.exec(text ?? "")?.[1];
  const root: unknown = quoted === undefined ? undefined : JSON.parse(quoted);
  return typeof root === "string" ? root : undefined;
}

/** On disks that ignore case, and for accents written in two ways, one file has several names. */
const folded = (path: string, context: DecideContext): string => {
  const normal = path.normalize("NFC");
  return context.files.caseSensitive ? normal : normal.toLowerCase();
};

function pathsOf(index: GuardIndex, context: DecideContext): ReadonlyMap<string, ProtectedPath> {
  return new Map(index.protectedPaths.map((one) => [folded(one.path, context), one]));
}

interface Finder {
  readonly context: DecideContext;
  readonly indexesFor: (path: string) => readonly Loaded[];
  readonly hidden: Hidden;
}

function kindOf(path: string, { files }: DecideContext): "file" | "directory" | undefined {
  if (!usable(path)) return undefined;
  const kind = files.stat(path)?.kind;
  return kind === "file" || kind === "directory" ? kind : undefined;
}

/** The system takes 4,096 bytes, seen from a folder whose own path is as long at most. */
const usable = (path: string): boolean => path.length <= 8192 && !path.includes("\0");

/** By the path as it is written, with `..` worked out by name and by the disk, and by the file it leads to. */
function protectedAt(path: string, finder: Finder): Guarded | undefined {
  if (!usable(path)) return undefined;
  const { files } = finder.context;
  const whole = resolvePath("/", path);
  const real = realOf(whole, files);
  if (kindOf(real, finder.context) === "directory") return undefined;
  const behindLink = /\/\.\.(?:\/|$)/.test(path) ? files.realPath(path) : undefined;
  for (const view of new Set([whole, real, ...(behindLink === undefined ? [] : [slashed(behindLink)])])) {
    const guarded = hiddenAt(view, finder.hidden) ?? inIndex(view, finder) ?? byName(view, finder.context);
    if (guarded !== undefined) return guarded;
  }
  for (const twin of sameFileElsewhere(real, files)) {
    const guarded = inIndex(twin, finder);
    if (guarded !== undefined) return { ...guarded, path: real };
  }
  return undefined;
}

function inIndex(path: string, { context, indexesFor }: Finder): Guarded | undefined {
  for (const { index, byPath } of indexesFor(path)) {
    const relative = within(folded(index.root, context), folded(path, context));
    const known = relative === undefined ? undefined : byPath.get(relative);
    if (known === undefined) continue;
    if (known.because === "name" && holdsNothing(path, context)) return undefined;
    return { path, name: known.path, because: known.because };
  }
  return undefined;
}

/** Longer programs are not read at a call; nobody writes them to print one file. */
const largestScript = 64 * 1024;

function scriptAt(path: string, { files }: DecideContext): string | undefined {
  if (!usable(path)) return undefined;
  const stat = files.stat(path);
  if (stat?.kind !== "file" || stat.size > largestScript) return undefined;
  const text = files.readText(path);
  return text === undefined || text.includes("\0") ? undefined : text;
}

/** Larger files of settings are not looked through. */
const largestSettings = 64 * 1024;

/** A tool's settings that are there and hold no credential now, whatever a scan found once. */
function holdsNothing(path: string, { files }: DecideContext): boolean {
  if (!isOftenEmpty(path)) return false;
  const stat = files.stat(path);
  if (stat?.kind !== "file" || stat.size > largestSettings) return false;
  try {
    const text = files.readText(path);
    return text !== undefined && !mayHoldLogin(path, text);
  } catch {
    return false; // what cannot be read counts as holding one
  }
}

function byName(path: string, context: DecideContext): Guarded | undefined {
  const { secretByName, home, userHome } = context;
  const own = within(slashed(home.root), path);
  if (own !== undefined && !own.startsWith("bin/")) return { path, name: "Leastkey's own files", because: "own" };
  if (
    /^\/proc\/[^/]+\/(?:environ|mem|maps)$|^\/proc\/(?:self|thread-self)\//.test(path) &&
    /environ$|mem$/.test(path)
  ) {
    return { path, name: "a process's environment", because: "name" };
  }
  if (secretByName(path) === undefined || holdsNothing(path, context)) return undefined;
  const inHome = within(slashed(userHome), path);
  return { path, name: inHome === undefined ? nameOf(path) : `~/${inHome}`.slice(0, 200), because: "name" };
}

/** How much of an unindexed folder is looked through for secrets by name. */
const mostEntries = 3000;
const skipped = new Set(["node_modules", ".git", "dist", "build", "target", ".venv", "venv", "__pycache__", ".next"]);

function filesUnder(folder: string, finder: Finder): readonly Guarded[] {
  const { context } = finder;
  const indexes = finder.indexesFor(folder);
  const budget = { left: indexes.length > 0 ? 200 : mostEntries };
  const named = namedUnder(folder, context, { depth: indexes.length > 0 ? 0 : 4, budget });
  const below =
    indexes.length > 0 ? [] : everyIndex(context).filter((index) => within(folder, index.root) !== undefined);
  const indexed = [...indexes.map(({ index }) => index), ...below].flatMap((index) =>
    index.protectedPaths
      .map((one) => ({
        path: `${index.root === "/" ? "" : index.root}/${one.path}`,
        name: one.path,
        because: one.because,
      }))
      .filter((one) => within(folded(folder, context), folded(one.path, context)) !== undefined),
  );
  return [
    ...new Map([...named, ...indexed, ...hiddenUnder(folder, finder.hidden)].map((one) => [one.path, one])).values(),
  ];
}

/** What the guard cannot list the agent cannot either; the whole disk is not gone through. */
function listed(folder: string, { files }: DecideContext): ReturnType<DecideContext["files"]["list"]> {
  if (folder === "/" || /^\/(?:proc|sys|dev)(?:\/|$)/.test(folder)) return [];
  try {
    return files.list(folder);
  } catch {
    return [];
  }
}

function namedUnder(
  folder: string,
  context: DecideContext,
  limit: { readonly depth: number; readonly budget: { left: number } },
): readonly Guarded[] {
  const all: Guarded[] = [];
  for (const entry of listed(folder, context)) {
    if (limit.budget.left-- <= 0) break;
    const path = `${folder === "/" ? "" : folder}/${entry.name}`;
    if (entry.kind === "directory") {
      if (limit.depth > 0 && !skipped.has(entry.name))
        all.push(...namedUnder(path, context, { ...limit, depth: limit.depth - 1 }));
      continue;
    }
    const guarded = byName(path, context);
    if (guarded !== undefined) all.push(guarded);
  }
  return all;
}

/** What a path with unknown parts could be: an indexed file, a file in its folder that is secret by name, or its name. */
function matching(
  pattern: string,
  under: (folder: string) => readonly Guarded[],
  here: string | undefined,
  { context }: Finder,
): readonly Guarded[] {
  if (/^\/proc\/.*\/(?:environ|mem)$/.test(pattern)) {
    return [{ path: pattern, name: "a process's environment", because: "name" }];
  }
  const firstMark = pattern.search(marks);
  const fixed = pattern.slice(0, firstMark);
  const folder = fixed.includes("/") ? parentOf(`${fixed}x`) : here;
  const name = nameOf(pattern);
  if (!marks.test(name) && !name.includes(unknownText) && /[.]/.test(name)) {
    const guarded = byName(
      resolvePath("/", pattern.replaceAll(unknownText, "").replaceAll(anyName, "x").replaceAll(anyLetter, "x")),
      context,
    );
    if (guarded !== undefined) return [guarded];
  }
  const test = patternOf(pattern, context);
  const universe = [
    ...(folder === undefined ? [] : under(isAbsolute(folder) ? folder : "/")),
    ...(here === undefined ? [] : under(here)),
  ];
  const real = folder === undefined ? undefined : realOf(folder, context.files);
  return universe.filter(
    (one) =>
      test.test(folded(one.path, context)) ||
      (real !== undefined && folder !== undefined && test.test(folded(folder + one.path.slice(real.length), context))),
  );
}

function patternOf(pattern: string, context: DecideContext): RegExp {
  const body = Array.from(folded(pattern, context), (char, at) => {
    const starts = at === 0 || pattern[at - 1] === "/";
    if (char === unknownText) return ".*";
    if (char === anyName) return starts ? "(?!\\.)[^/]*" : "[^/]*";
    if (char === anyLetter) return starts ? "[^/.]" : "[^/]";
    return char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }).join("");
  return new RegExp(`^${body}$`, "s");
}
