// dist/broker.js: what the broker, the MCP server and the proxies need, apart from the everyday commands. It makes its
// own context, because an error's class of one program is not that of another.
import { runBroker } from "./broker.ts";
import { type BrokerOptions, upstreamSettings } from "./broker-options.ts";
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
