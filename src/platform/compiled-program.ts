import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { keepCache } from "./keep-cache.ts";

/**
 * Loads one of our own CommonJS programs with V8's code cache, which a short-lived process otherwise makes anew at
 * each start (node 20 has no module.enableCompileCache). The cache is only ever a quicker way to the same program: it
 * names the file it was made of, V8 refuses one of another engine or other flags, and without one, or where none can
 * be written, the program is compiled as always. Written when the process ends: a function is in the cache when it has
 * run, and a program that exports `warmUp` then runs what its next start will want.
 */
export function loadProgram(path: string, cacheFolder: string): unknown {
  const source = readFileSync(path, "latin1"); // esbuild writes ASCII
  const mark = markOf(path, source.length);
  const cachePath = join(cacheFolder, `${basename(path, ".js")}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = readCache(cachePath, mark);
  const module: { exports: unknown } = { exports: {} };
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    process.once("exit", () => {
      warm(module.exports);
      keepCache(cachePath, Buffer.concat([mark, script.createCachedData()]));
    });
  }
  const run: unknown = script.runInThisContext();
  if (!isWrapper(run)) throw new Error(`${basename(path)} is not a program`);
  run(module.exports, createRequire(path), module, path, dirname(path));
  return module.exports;
}

type Wrapper = (...given: readonly unknown[]) => void;
const isWrapper = (value: unknown): value is Wrapper => typeof value === "function";

function warm(program: unknown): void {
  if (!hasWarmUp(program)) return;
  try {
    program.warmUp();
  } catch {
    return; // the call was answered; a sample that cannot be judged makes a smaller cache
  }
}

const hasWarmUp = (program: unknown): program is { readonly warmUp: () => void } =>
  typeof program === "object" && program !== null && "warmUp" in program && typeof program.warmUp === "function";

/** V8 knows a source by its length alone: which file the cache was made of is ours to say. Bytes of one fixed size. */
function markOf(path: string, length: number): Buffer {
  const { ino, mtimeMs } = statSync(path);
  const mark = Buffer.alloc(32);
  mark.write("leastkey", "latin1");
  mark.writeDoubleLE(ino, 8);
  mark.writeDoubleLE(mtimeMs, 16);
  mark.writeDoubleLE(length, 24);
  return mark;
}

function readCache(path: string, mark: Buffer): Buffer | undefined {
  try {
    const cache = readFileSync(path);
    return cache.subarray(0, mark.length).equals(mark) ? cache.subarray(mark.length) : undefined;
  } catch {
    return undefined; // none yet
  }
}
