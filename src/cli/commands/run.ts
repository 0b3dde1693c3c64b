import { resolve } from "node:path";
import { LeastkeyError } from "../../core/errors.ts";
import type { ResolvedEnvironment } from "../../guard/references.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openSessionVault } from "../vault.ts";

interface RunOptions {
  readonly envFile?: readonly string[];
  readonly masking: boolean;
}

export const addRun: AddCommand = (program, context) => {
  program
    .command("run")
    .summary("run a command with its references resolved")
    .description(
      "Runs a command with the variables of .env (or of the files named) in its environment, every leastkey:// reference resolved. Values are masked in output that goes to no terminal. The child can read its own environment: give it no more than it needs.",
    )
    .argument("<command...>", "the command and its arguments, after --")
    .option("--env-file <file...>", "read these instead of .env; a later one wins")
    .option("--no-masking", "pass output on as it is")
    .passThroughOptions()
    .addHelpText(
      "after",
      examples(
        ["leastkey run -- npm run dev", "the references of .env, resolved"],
        ["leastkey run --env-file .env.staging -- ./deploy.sh", "another file"],
      ),
    )
    .action(async (command: readonly string[], options: RunOptions) => {
      let childCode: number | undefined;
      const code = await conclude(context, async () => {
        childCode = await run(context, command, options);
        return exitCodes.fine;
      });
      // Ctrl-C reaches the child too; how it ended is what counts.
      process.exitCode = childCode ?? code;
    });
};

async function run(context: CliContext, command: readonly string[], options: RunOptions): Promise<number> {
  const [program, ...args] = command;
  if (program === undefined) throw new LeastkeyError("usage", "there is no command to run", "name it after --");
  const [{ resolveEnvironment }, { runChild }] = await Promise.all([
    import("../../guard/references.ts"),
    import("../../platform/run-child.ts"),
  ]);
  const { files, audit, clock } = await context.ports();
  const asked = options.envFile?.map((path) => resolve(path));
  const envFiles = asked ?? [resolve(".env")].filter((path) => files.stat(path)?.kind === "file");
  const resolved = await resolveEnvironment(
    { envFiles, env: context.env, vault: await openSessionVault(context, command) },
    files,
  );
  tell(context, resolved);
  const started = clock.now();
  const credentials = resolved.variables.flatMap(({ reference }) => (reference === undefined ? [] : [reference]));
  // Recorded before the child gets anything, and again when it has ended.
  audit.append({
    action: "reference.run",
    outcome: "allowed",
    attribution: "unknown",
    command: program,
    credentials,
    cwd: process.cwd(),
  });
  const exitCode = await runChild({
    command: [program, ...args],
    cwd: process.cwd(),
    env: context.env,
    variables: resolved.variables,
    stdout: process.stdout,
    stderr: process.stderr,
    isMasking: options.masking,
  });
  audit.append({
    action: "reference.run",
    outcome: "done",
    attribution: "unknown",
    command: program,
    credentials,
    cwd: process.cwd(),
    exitCode,
    durationMs: clock.now() - started,
  });
  return exitCode;
}

/** Names, never values. */
function tell(context: CliContext, { variables, foreign }: ResolvedEnvironment): void {
  const resolved = variables.filter(({ reference }) => reference !== undefined).map(({ name }) => name);
  if (resolved.length > 0) context.output.talk(`resolved from the vault: ${resolved.join(", ")}`);
  for (const { name, system, tool } of foreign) {
    context.output.talk(
      `${name} holds a reference of ${system}; passed on as it is${tool === undefined ? "" : `, ${tool} resolves it`}`,
    );
  }
}
