import { LeastkeyError } from "../core/errors.ts";
import type { RemoteVault } from "./remote.ts";

interface ProgramFacts {
  readonly id: string;
  readonly title: string;
  readonly docs: RemoteVault["docs"];
  readonly program: string;
  readonly reads: RegExp;
  /** The arguments that make it print one value and nothing else. */
  readonly args: (reference: string) => readonly string[];
  readonly signIn: string;
}

/** A vault that is asked through its own command-line program, which knows how its user signs in. */
export function programVault({ program, reads, args, signIn, ...facts }: ProgramFacts): RemoteVault {
  return {
    ...facts,
    testedAgainst: "documentation",
    reads: (reference) => reads.test(reference),
    lacks: ({ programs }) => (programs.has(program) ? undefined : `install ${program}, its command-line program`),
    resolve: async (reference, { programs }) => {
      const answer = await programs.run(program, args(reference));
      if (answer.exitCode !== 0) {
        throw new LeastkeyError(
          "vault.unreachable",
          `${program} gave no value for ${reference} (exit code ${String(answer.exitCode)}; its own words stand above)`,
          signIn,
        );
      }
      return answer.stdout.length === 0 ? undefined : answer.stdout;
    },
  };
}
