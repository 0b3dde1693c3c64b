import { readFileSync, statSync } from "node:fs";
import { createRequire, type Module } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { keepCache } from "./keep-cache.ts";

/** One part in the file of caches: where it is, and which file it was made of. */
interface Kept {
  readonly mark: string;
  readonly at: number;
  readonly length: number;
}

interface Caches {
  readonly parts: ReadonlyMap<string, Kept>;
  readonly bytes: Buffer;
}

/**
 * From here on the parts of this program in `folder` are compiled as an earlier start left them, as
 * `compiled-program.ts` does for a program that is one file: one file of caches for each name (of a command), because
 * every command needs other parts and reads no more than its own. Only ever a quicker way to the same program.
 */
export function compileFromCache(folder: string, cacheFolder: string, name: string): void {
  const path = join(cacheFolder, `parts-${name}-${process.versions.v8}-${process.arch}.bin`);
  const caches = readCaches(path);
  const scripts = new Map<string, Script>();
  let isComplete = true;
  const { extensions } = createRequire(join(folder, "any.js"));
  const usual = extensions[".js"];
  extensions[".js"] = (module: Module, file: string): void => {
    if (dirname(file) !== folder) {
      usual(module, file);
      return;
    }
    const source = readFileSync(file, "latin1"); // esbuild writes ASCII
    const cachedData = cacheOf(caches, file);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) isComplete = false;
    scripts.set(file, script);
    const run: unknown = script.runInThisContext();
    if (!isWrapper(run)) throw new Error(`${basename(file)} is not a part of a program`);
    run.call(module.exports, module.exports, (id: string): unknown => module.require(id), module, file, folder);
  };
  process.once("exit", () => {
    if (!isComplete) keepCache(path, written(scripts, caches, folder));
  });
}

type Wrapper = (...given: readonly unknown[]) => void;
const isWrapper = (value: unknown): value is Wrapper => typeof value === "function";

/** V8 knows a source by its length alone: which file a cache was made of is ours to say. undefined: no such file. */
function markOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${String(stat.ino)} ${String(stat.mtimeMs)} ${String(stat.size)}`;
}

function cacheOf({ parts, bytes }: Caches, file: string): Buffer | undefined {
  const kept = parts.get(basename(file));
  return kept === undefined || kept.mark !== markOf(file) ? undefined : bytes.subarray(kept.at, kept.at + kept.length);
}

/** A line that says what follows, then the caches, each at a multiple of 8 so that V8 need not copy it. */
function written(scripts: ReadonlyMap<string, Script>, before: Caches, folder: string): Buffer {
  const unused = [...before.parts.keys()].filter((part) => !scripts.has(join(folder, part)));
  const wanted = [
    ...[...scripts].map(([file, script]) => ({ file, data: script.createCachedData() })),
    ...unused.flatMap((part) => {
      const data = cacheOf(before, join(folder, part));
      return data === undefined ? [] : [{ file: join(folder, part), data }];
    }),
  ];
  let at = 0;
  const table: Record<string, Kept> = {};
  const padded = wanted.map(({ file, data }) => {
    table[basename(file)] = { mark: markOf(file) ?? "", at, length: data.length };
    const whole = Buffer.alloc(Math.ceil(data.length / 8) * 8);
    data.copy(whole);
    at += whole.length;
    return whole;
  });
  const head = JSON.stringify(table);
  const line = `${head.padEnd(Math.ceil((head.length + 1) / 8) * 8 - 1)}\n`;
  return Buffer.concat([Buffer.from(line), ...padded]);
}

function readCaches(path: string): Caches {
  try {
    const all = readFileSync(path);
    const end = all.indexOf("\n");
    const table: unknown = JSON.parse(all.toString("latin1", 0, end));
    const bytes = all.subarray(end + 1);
    const isKept = (one: unknown): one is Kept =>
      typeof one === "object" &&
      one !== null &&
      "mark" in one &&
      "at" in one &&
      "length" in one &&
      Number(one.at) + Number(one.length) <= bytes.length;
    const entries = typeof table === "object" && table !== null ? Object.entries(table) : [];
    return {
      parts: new Map(entries.flatMap(([part, kept]: [string, unknown]) => (isKept(kept) ? [[part, kept]] : []))),
      bytes,
    };
  } catch {
    return { parts: new Map(), bytes: Buffer.alloc(0) }; // none yet
  }
}
