import { join } from "node:path";
import type { Detection } from "../core/finding.ts";
import { loadProgram } from "../platform/compiled-program.ts";

type Detect = (path: string, text: string) => readonly Detection[];

/** Loaded once for all calls of a batch: building the search automaton takes longer than judging. */
let detect: Detect | undefined;

/** Detection for the text of an edit, loaded at its first use from the program beside this one (edits.ts). */
export const detectEdits =
  (caches: string): Detect =>
  (path, text) => {
    detect ??= load(caches);
    return detect(path, text);
  };

function load(caches: string): Detect {
  const program: unknown = loadProgram(join(__dirname, "hook-edits.js"), caches);
  if (isProgram(program)) return program.detectText;
  throw new Error("hook-edits.js is of another version");
}

function isProgram(program: unknown): program is { readonly detectText: Detect } {
  return (
    typeof program === "object" &&
    program !== null &&
    "detectText" in program &&
    typeof program.detectText === "function"
  );
}
