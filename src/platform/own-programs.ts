import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { LeastkeyError } from "../core/errors.ts";

/** What the command line is made of, but for the parts that it loads when a command wants them. */
export const programFiles = [
  "cli.js",
  "scan-worker.js",
  "hook.js",
  "hook-program.js",
  "hook-edits.js",
  "cedar.js",
] as const;
/** Cedar's WebAssembly is packed in a release; a part's content is in the hash of what asks for it. */
const further = ["cedar_wasm_bg.wasm", "cedar_wasm_bg.wasm.br", "parts"];
const folderName = /^programs-[0-9a-f]{12}$/;
/** A broker or an MCP server of the version before may still run, and load a part of it. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/** The folder under `bin` for these programs: of its own for each version, so that none is ever written over. */
export function programsFolder(programs: string): string {
  const hash = createHash("sha256");
  for (const name of programFiles) hash.update(readProgram(programs, name));
  return `programs-${hash.digest("hex").slice(0, 12)}`;
}

/** Copies the programs under `bin`, whole or not at all, and gives the folder's name. Errors: `file.unreadable`. */
export function copyPrograms(bin: string, programs: string): string {
  const folder = programsFolder(programs);
  if (existsSync(join(bin, folder))) return folder;
  const making = join(bin, `${folder}.${randomBytes(4).toString("hex")}`);
  mkdirSync(making, { recursive: true });
  for (const name of [...programFiles, ...further])
    if (existsSync(join(programs, name))) cpSync(join(programs, name), join(making, name), { recursive: true });
  try {
    renameSync(making, join(bin, folder));
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(join(bin, folder))) throw error; // else another run was quicker, with the same content
  }
  removeOld(bin, folder);
  return folder;
}

export function readProgram(programs: string, name: string): Buffer {
  try {
    return readFileSync(join(programs, name));
  } catch (error) {
    throw new LeastkeyError(
      "file.unreadable",
      `${name} is missing from this installation`,
      "install Leastkey again",
      error,
    );
  }
}

function removeOld(bin: string, current: string): void {
  for (const name of readdirSync(bin)) {
    const isOurs = folderName.test(name.replace(/\.[0-9a-f]{8}$/, ""));
    if (!isOurs || name === current || Date.now() - statSync(join(bin, name)).mtimeMs < keptMs) continue;
    rmSync(join(bin, name), { recursive: true, force: true });
  }
}
