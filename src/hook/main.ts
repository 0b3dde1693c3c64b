import { join } from "node:path";
import { loadProgram } from "../platform/compiled-program.ts";
import { leastkeyHome } from "../platform/home.ts";

// The launcher starts this with everything after its own name: "hook claude-code". The hook itself is hook-program.js,
// loaded through the code cache: compiling it would be a third of every call.
try {
  const program = loadProgram(join(__dirname, "hook-program.js"), leastkeyHome().caches);
  if (!isHook(program)) throw new Error("hook-program.js is of another version");
  const args = process.argv.slice(2);
  void program.hookMain(args[0] === "hook" ? args.slice(1) : args);
} catch {
  // A message of the system may hold anything; what is wrong is said by its remedy.
  process.stderr.write(
    "leastkey: the guard cannot run (its own program is missing or damaged), so the call is refused; run 'leastkey protect' again\n",
  );
  process.exitCode = 2;
}

function isHook(program: unknown): program is { readonly hookMain: (args: readonly string[]) => Promise<void> } {
  return (
    typeof program === "object" && program !== null && "hookMain" in program && typeof program.hookMain === "function"
  );
}
