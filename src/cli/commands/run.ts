import { resolve } from "node:path";
import { LeastkeyError } from "../../core/errors.ts";
import type { ResolvedEnvironment } from "../../guard/references.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { endLeases, limitsOf, recordLeases } from "../leases.ts";
import { openSessionVaults } from "../vault.ts";

interface RunOptions {
  readonly envFile?: readonly string[];
  readonly masking: boolean;
  readonly ttl?: string;
  readonly scope?: readonly string[];
}

export const addRun: AddCommand = (program, context) => {
  program
    .command("run")
    .summary("run a command with its references resolved")
    .description(
      "Runs a command with the variables of .env (or of the files named) in its environment, every reference of a vault that you use resolved. What was made for this command alone is given back when it ends. Values are masked in output that goes to no terminal. The child can read its own environment: give it no more than it needs.",
    )
    .argument("<command...>", "the command and its arguments, after --")
    .option("--env-file <file...>", "read these instead of .env; a later one wins")
    .option("--ttl <time>", "credentials made for this command live so long: 90s, 5m, 1h")
    .option("--scope <name...>", "and may do only this: policies of OpenBao or Vault, policy ARNs of AWS")
    .option("--no-masking", "pass output on as it is")
    .passThroughOptions()
    .addHelpText(
      "after",
      examples(
        ["leastkey run -- npm run dev", "the references of .env, resolved"],
        [
          "leastkey run --ttl 5m --scope crm-read -- node report.mjs",
          "a credential for this command alone, taken back after it",
        ],
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
  const vaults = await openSessionVaults(context, { argv: command, limits: limitsOf(options) });
  const using = { context, audit, vaults };
  const resolved = await resolveEnvironment({ envFiles, env: context.env, vault: vaults }, files).catch(
    async (error: unknown) => {
      await endLeases(using); // what was made before it failed
      throw error;
    },
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
  let exitCode: number;
  try {
    recordLeases(using);
    exitCode = await runChild({
      command: [program, ...args],
      cwd: process.cwd(),
      env: context.env,
      variables: resolved.variables,
      stdout: process.stdout,
      stderr: process.stderr,
      isMasking: options.masking,
      withheld: vaults.withheld(),
    });
  } finally {
    await endLeases(using);
  }
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
      `${name} holds a reference of ${system}; passed on as it is${tool === undefined ? "" : `, ${tool} resolves it, or leastkey once it is told how: leastkey vault add`}`,
    );
  }
}
