import { type BrokerOptions, upstreamSettings } from "../broker-options.ts";
import { type AddCommand, examples } from "../command.ts";
import { conclude } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";

export const addBroker: AddCommand = (program, context) => {
  program
    .command("broker")
    .summary("hold the vault for agents, and ask you on this terminal")
    .description(
      "Holds the unlocked vault for agents that work in this folder, decides by the policy, and asks you on this terminal. VS Code does this by itself; use it where there is no editor. It ends, with every grant, at Ctrl-C.",
    )
    .option("--resolve <host:address...>", "a host of your own network and its address, as curl's --resolve")
    .option("--ca <file>", "certificates to trust besides the public ones (PEM)")
    .addHelpText("after", examples(["leastkey broker", "in a terminal of your own, not of the agent"]))
    .action(async (options: BrokerOptions) => {
      process.exitCode = await conclude(context, async () => {
        const { runBroker } = await import("../broker.ts");
        await runBroker(context, upstreamSettings(options));
        return exitCodes.fine;
      });
    });
};
