// Runs @vscode/test-electron in a process of its own: it prints as it likes and leaves its children behind when told to
// stop, so .scripts/host-tests.mjs keeps what it prints and ends its whole group. One argument: runTests' options as JSON.
import { runTests } from "@vscode/test-electron";

try {
  process.exitCode = await runTests(JSON.parse(process.argv[2] ?? "{}"));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
