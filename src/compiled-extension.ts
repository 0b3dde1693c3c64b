import { join } from "node:path";
import type * as extension from "./extension.ts";
import { loadProgram } from "./platform/compiled-program.ts";
import { leastkeyHome } from "./platform/home.ts";

// What a release starts with: the extension and all that its start needs, through V8's code cache. Compiling them is
// half of an activation, and the editor keeps no cache of an extension's code.
const program = loadProgram(join(__dirname, "parts", "start-extension.js"), leastkeyHome().caches, "once started");
if (!hasExtension(program)) throw new Error("Leastkey's programs are of two versions: install the extension again");

export const { activate } = program.extension;

function hasExtension(value: unknown): value is { readonly extension: typeof extension } {
  return typeof value === "object" && value !== null && "extension" in value;
}
