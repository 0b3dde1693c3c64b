import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import type { AddCommand } from "./command.ts";
import { createContext } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";

/** In the order in which a new user meets them. Each is loaded when it is called, all of them for the help. */
const commands: readonly (readonly [name: string, load: () => Promise<AddCommand>])[] = [
  ["scan", async () => (await import("./commands/scan.ts")).addScan],
  ["protect", async () => (await import("./commands/protect.ts")).addProtect],
  ["unprotect", async () => (await import("./commands/unprotect.ts")).addUnprotect],
  ["agents", async () => (await import("./commands/agents.ts")).addAgents],
  ["test", async () => (await import("./commands/test.ts")).addTest],
  ["move", async () => (await import("./commands/move.ts")).addMove],
  ["restore", async () => (await import("./commands/restore.ts")).addRestore],
  ["vault", async () => (await import("./commands/vault.ts")).addVault],
  ["policy", async () => (await import("./commands/policy.ts")).addPolicy],
  ["rules", async () => (await import("./commands/rules.ts")).addRules],
  ["read", async () => (await import("./commands/read.ts")).addRead],
  ["run", async () => (await import("./commands/run.ts")).addRun],
  ["inject", async () => (await import("./commands/inject.ts")).addInject],
  ["git-credential", async () => (await import("./commands/git-credential.ts")).addGitCredential],
  ["aws-credential", async () => (await import("./commands/aws-credential.ts")).addAwsCredential],
  ["agent", async () => (await import("./commands/agent.ts")).addAgent],
  ["mcp", async () => (await import("./commands/mcp.ts")).addMcp],
  ["broker", async () => (await import("./commands/broker.ts")).addBroker],
  ["audit", async () => (await import("./commands/audit.ts")).addAudit],
  ["runbook", async () => (await import("./commands/runbook.ts")).addRunbook],
  ["doctor", async () => (await import("./commands/doctor.ts")).addDoctor],
  ["hook", async () => (await import("./commands/hook.ts")).addHook],
  ["completion", async () => (await import("./commands/completion.ts")).addCompletion],
];

/** What these arguments need: the command that they name, or else (help, completion, a slip) all of them. */
function loadCommands([name]: readonly string[]): Promise<readonly AddCommand[]> {
  const named = commands.filter(([one]) => one === name && one !== "completion");
  return Promise.all((named.length > 0 ? named : commands).map(([, load]) => load()));
}

/** `programs`: the folder of the built programs, which only the program's own file knows. */
export async function runProgram(programs: string): Promise<void> {
  const context = createContext(programs);
  const program = new Command("leastkey")
    .description("Guards credentials from AI coding agents.")
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError("(run 'leastkey help COMMAND' for examples)")
    .exitOverride();
  for (const add of await loadCommands(process.argv.slice(2))) add(program, context);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end here too, with exit code 0; everything else that commander refuses is wrong usage.
    process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}
