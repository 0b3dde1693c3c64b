import { destructions } from "./destructions.ts";
import type { Run } from "./types.ts";

/** Asks before a command that uses a credential to destroy something outside this machine. */
export function checkDestructive(run: Run, argv: readonly string[]): void {
  const line = argv.join(" ");
  const what = destroyedBy(line);
  if (what === undefined) return;
  run.concerns.push({ rule: "destructive", about: [], advice: "destroys", ask: true, what });
}

/** What a command line, a URL with its body or a query would destroy; undefined: nothing that is known. */
export function destroyedBy(line: string): string | undefined {
  if (/\s(?:--dry-run|--dryrun|--help|-h|--plan-only)(?:=\S+)?(?:\s|$)/.test(line)) return undefined;
  const program = /^[\w./-]*/.exec(line)?.[0].toLowerCase() ?? "";
  return destructions.find(
    ({ programs, pattern, unless }) =>
      programs?.includes(program) !== false && pattern.test(line) && unless?.test(line) !== true,
  )?.what;
}
