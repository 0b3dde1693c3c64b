import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { keepCache } from "./keep-cache.ts";

/**
 * Loads one of our own CommonJS programs with V8's code cache, which a short-lived process otherwise makes anew at
 * each start (node 20 has no module.enableCompileCache). The cache is only ever a quicker way to the same program: it
 * names the file it was made of, V8 refuses one of another engine or other flags, and without one, or where none can
 * be written, the program is compiled as always. A function is in the cache when it has run: a short-lived process
 * writes it when it ends, after the `warmUp` that a program may export has run what its next start will want; one that
 * stays writes it when it has started. `require` of the path gives the same module afterwards.
 */
export function loadProgram(
  path: string,
  cacheFolder: string,
  keep: "at the end" | "once started" = "at the end",
): unknown {
  const source = readFileSync(path, "latin1"); // esbuild writes ASCII
  const mark = markOf(path, source.length);
  const cachePath = join(cacheFolder, `${basename(path, ".js")}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = readCache(cachePath, mark);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    const write = (): void => keepCache(cachePath, Buffer.concat([mark, script.createCachedData()]));
    if (keep === "once started") setTimeout(write, startTakes).unref();
    else
      process.once("exit", () => {
        warm(module.exports);
        write();
      });
  }
  const run: unknown = script.runInThisContext();
  if (!isWrapper(run)) throw new Error(`${basename(path)} is not a program`);
  const require = createRequire(path);
  const module = Object.assign(new Module(path), { filename: path, loaded: true });
  require.cache[path] = module;
  run(module.exports, require, module, path, dirname(path));
  return module.exports;
}

/** In milliseconds: by then an editor's window has asked for what it asks for at its start. */
const startTakes = 5000;

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
