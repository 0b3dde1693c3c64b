// dist/broker.js: what the broker, the MCP server and the proxies need, apart from the everyday commands. It makes its
// own context, because an error's class of one program is not that of another.

import { agentRun } from "./agent-run.ts";
import { runBroker } from "./broker.ts";
import { type AgentRunOptions, type BrokerOptions, upstreamSettings } from "./broker-options.ts";
import { conclude, createContext } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { mcp } from "./mcp.ts";

export async function mcpMain(options: BrokerOptions): Promise<number> {
  const context = createContext();
  return conclude(context, async () => {
    await mcp(context, upstreamSettings(options));
    return exitCodes.fine;
  });
}

export async function brokerMain(options: BrokerOptions): Promise<number> {
  const context = createContext();
  return conclude(context, async () => {
    await runBroker(context, upstreamSettings(options));
    return exitCodes.fine;
  });
}

export async function agentRunMain(options: AgentRunOptions, command: readonly string[]): Promise<number> {
  const context = createContext();
  let childCode: number | undefined;
  const code = await conclude(context, async () => {
    childCode = await agentRun(context, command, options);
    return exitCodes.fine;
  });
  return childCode ?? code; // Ctrl-C reaches the agent too; how it ended is what counts
}
