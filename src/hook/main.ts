import { hookMain } from "./run.ts";

// The launcher passes everything after its own name: "hook claude-code".
const args = process.argv.slice(2);
void hookMain(args[0] === "hook" ? args.slice(1) : args);
