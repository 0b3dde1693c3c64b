import { invoke } from "./invoke.ts";
import { type Concern, cloneScope, type Run, type Scope, type ShellWorld } from "./types.ts";
import { runSource } from "./walk.ts";

export interface Examination {
  readonly concerns: readonly Concern[];
  /** The commands' words as programs will get them, variables filled in. */
  readonly strings: readonly string[];
}

/** What a POSIX shell or bash command would reach, dump or destroy. Nothing is run; what is unknown stays unknown. */
export function examineShell(source: string, cwd: string | undefined, world: ShellWorld): Examination {
  const run: Run = {
    world,
    concerns: [],
    strings: [],
    depth: 0,
    steps: 0,
    script: (text, scope, stdin) => runSource(run, text, cloneScope(scope), stdin),
    invoke: (invocation) => invoke(run, invocation),
  };
  const scope: Scope = { variables: new Map(), functions: new Map(), positional: [], cwd };
  runSource(run, source, scope, undefined);
  return { concerns: run.concerns, strings: run.strings };
}
