import { createRequire } from "node:module";
import type { Detection } from "../core/finding.ts";

type Detect = (path: string, text: string) => readonly Detection[];

/** Detection for the text of an edit, loaded at its first use from the program beside this one (edits.ts). */
export function detectEdits(): Detect {
  let detect: Detect | undefined;
  return (path, text) => {
    detect ??= load();
    return detect(path, text);
  };
}

function load(): Detect {
  const program: unknown = createRequire(__filename)("./hook-edits.js");
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
