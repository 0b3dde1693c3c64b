import { type BrokerOptions, upstreamSettings } from "../broker-options.ts";
import { type AddCommand, examples } from "../command.ts";
import { conclude } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";

export const addMcp: AddCommand = (program, context) => {
  program
    .command("mcp")
    .summary("the MCP server by which agents use credentials without seeing them")
    .description(
      "An MCP server on standard input and output: list_credentials (names and labels), run_with_credential, http_request, request_access. No tool gives a value. The broker of your editor decides and asks you; without one, what a human would have to allow is refused.",
    )
    .option("--resolve <host:address...>", "a host of your own network and its address, as curl's --resolve")
    .option("--ca <file>", "certificates to trust besides the public ones (PEM)")
    .addHelpText(
      "after",
      examples(
        ["leastkey mcp", "an agent starts this; see its own settings for MCP servers"],
        ["claude mcp add leastkey -- leastkey mcp", "for Claude Code, by hand"],
      ),
    )
    .action(async (options: BrokerOptions) => {
      process.exitCode = await conclude(context, async () => {
        const { mcp } = await import("../mcp.ts");
        await mcp(context, upstreamSettings(options));
        return exitCodes.fine;
      });
    });
};
