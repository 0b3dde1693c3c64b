import { destroyedByCommand } from "../destructive/destroyed.ts";
import type { Run } from "./types.ts";

/** Notes a command that uses a credential to destroy something outside this machine; the policy says what follows. */
export function checkDestructive(run: Run, argv: readonly string[], stdin: readonly string[]): void {
  const destroyed = destroyedByCommand(argv, stdin);
  if (destroyed === undefined) return;
  run.concerns.push({ rule: "destructive", about: [], advice: "destroys", ask: true, what: destroyed.what, destroyed });
}
