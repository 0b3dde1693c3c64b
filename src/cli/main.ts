import { Command, CommanderError } from "commander";
import { version } from "../../package.json";
import { addAgent } from "./commands/agent.ts";
import { addAgents } from "./commands/agents.ts";
import { addAudit } from "./commands/audit.ts";
import { addAwsCredential } from "./commands/aws-credential.ts";
import { addBroker } from "./commands/broker.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addGitCredential } from "./commands/git-credential.ts";
import { addHook } from "./commands/hook.ts";
import { addInject } from "./commands/inject.ts";
import { addMcp } from "./commands/mcp.ts";
import { addMove } from "./commands/move.ts";
import { addPolicy } from "./commands/policy.ts";
import { addProtect } from "./commands/protect.ts";
import { addRead } from "./commands/read.ts";
import { addRestore } from "./commands/restore.ts";
import { addRules } from "./commands/rules.ts";
import { addRun } from "./commands/run.ts";
import { addRunbook } from "./commands/runbook.ts";
import { addScan } from "./commands/scan.ts";
import { addTest } from "./commands/test.ts";
import { addUnprotect } from "./commands/unprotect.ts";
import { addVault } from "./commands/vault.ts";
import { createContext } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";

/** In the order in which a new user meets them. */
const commands = [
  addScan,
  addProtect,
  addUnprotect,
  addAgents,
  addTest,
  addMove,
  addRestore,
  addVault,
  addPolicy,
  addRules,
  addRead,
  addRun,
  addInject,
  addGitCredential,
  addAwsCredential,
  addAgent,
  addMcp,
  addBroker,
  addAudit,
  addRunbook,
  addDoctor,
  addHook,
  addCompletion,
];

async function main(): Promise<void> {
  const context = createContext(__dirname);
  const program = new Command("leastkey")
    .description("Guards credentials from AI coding agents.")
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError("(run 'leastkey help COMMAND' for examples)")
    .exitOverride();
  for (const add of commands) add(program, context);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end here too, with exit code 0; everything else that commander refuses is wrong usage.
    process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

void main();
