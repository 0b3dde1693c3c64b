import type { AgentRunOptions } from "../broker-options.ts";
import { type AddCommand, examples } from "../command.ts";
import { conclude } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";

export const addAgent: AddCommand = (program, context) => {
  const agent = program
    .command("agent")
    .summary("start an agent that uses credentials without holding them")
    .addHelpText(
      "after",
      examples(["leastkey agent run -- claude", "Claude Code, with stand-ins for its credentials"]),
    );
  agent
    .command("run")
    .summary("start an agent with stand-ins in place of credentials")
    .description(
      "Starts an agent's program with the references of .env replaced by stand-ins of the right shape. A proxy of this session swaps them for the credentials on the way to the hosts they are for, searches what comes back, and refuses other hosts. Known credentials are taken out of the environment, and the agent finds Leastkey's MCP server. With --sandbox, bubblewrap hides the files that hold credentials, the vault and other processes.",
    )
    .argument("<command...>", "the agent and its arguments, after --")
    .option("--sandbox", "hide files and processes from it too (bubblewrap on Linux, Seatbelt on macOS)")
    .option("--credential <variable=reference...>", "a stand-in for a credential that .env does not name")
    .option("--allow-host <host...>", "a host that is passed through unread: *.npmjs.org")
    .option("--keep <variable...>", "a credential that stays in its environment")
    .option("--resolve <host:address...>", "a host of your own network and its address, as curl's --resolve")
    .option("--ca <file>", "certificates to trust besides the public ones (PEM)")
    .addHelpText(
      "after",
      examples(
        ["leastkey agent run -- claude", "Claude Code, with stand-ins"],
        ["leastkey agent run --sandbox --allow-host '*.npmjs.org' -- codex", "in a sandbox, npm open to it"],
      ),
    )
    .action(async (command: readonly string[], options: AgentRunOptions) => {
      let childCode: number | undefined;
      const code = await conclude(context, async () => {
        const { agentRun } = await import("../agent-run.ts");
        childCode = await agentRun(context, command, options);
        return exitCodes.fine;
      });
      process.exitCode = childCode ?? code; // Ctrl-C reaches the agent too; how it ended is what counts
    });
};
