import { version } from "../../package.json";
import { agents } from "../agents/index.ts";
import { nobodyToAsk } from "../broker/asker.ts";
import { createBroker } from "../broker/broker.ts";
import { type BrokerClient, connectBroker } from "../broker/broker-client.ts";
import { callTool, type ToolAnswer } from "../broker/call-tool.ts";
import { identify } from "../broker/identify.ts";
import { serveMcp } from "../broker/mcp-server.ts";
import type { Peer } from "../broker/permission.ts";
import { createUpstream, type UpstreamSettings } from "../broker/upstream.ts";
import type { Files } from "../core/ports.ts";
import { agentMark } from "../guard/references.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { processChain } from "../platform/process-chain.ts";
import { brokerPorts } from "./broker-ports.ts";
import type { CliContext } from "./context.ts";
import { openVaults } from "./vault.ts";

type Call = (name: string, args: unknown) => Promise<ToolAnswer>;

/** Serves an agent: through the user's broker where one answers, else by itself, where nobody can be asked. */
export async function mcp(context: CliContext, settings: UpstreamSettings): Promise<void> {
  const marks = agents.map(({ id, marks: own }) => ({ agent: id, marks: own }));
  const told = marks.find(({ marks: own }) => agentMark(context.env, own) !== undefined)?.agent;
  const cwd = process.cwd();
  const { files } = await context.ports();
  let client: BrokerClient | undefined;
  let alone: Promise<Call> | undefined;
  const call: Call = async (name, args) => {
    // A broker may come and go while the agent works: the editor is opened, or restarted.
    if (client?.isOpen() !== true) client = await connectBroker(context.home, { cwd, agent: told });
    if (client === undefined)
      return (await (alone ??= callAlone(context, settings, peerHere(marks, told, { cwd, files }))))(name, args);
    const reply = await client.send({ op: "tool", name, args });
    if (reply.kind === "tool") return reply;
    const text =
      reply.kind === "error" ? `${reply.message}\nhint: ${reply.hint}` : "the broker answered something else";
    return { text, isError: true };
  };
  await serveMcp({ version, call });
  client?.close();
}

function peerHere(
  marks: readonly { readonly agent: string; readonly marks: readonly string[] }[],
  told: string | undefined,
  { cwd, files }: { readonly cwd: string; readonly files: Files },
): Peer {
  const chains = [processChain(process.ppid)].filter(({ length }) => length > 0);
  const found = identify({
    chains: chains.length === 0 ? undefined : chains,
    told,
    marks,
    connection: `mcp-${String(process.pid)}`,
    cwd,
  });
  return {
    agent: found.agent,
    certainty: found.certainty,
    session: found.session,
    root: policyRootOf(found.cwd ?? cwd, files),
  };
}

async function callAlone(context: CliContext, settings: UpstreamSettings, peer: Peer): Promise<Call> {
  const vault = await openVaults(context);
  const broker = createBroker(await brokerPorts(context, vault, nobodyToAsk));
  const upstream = createUpstream(settings);
  return (name, args) => callTool(name, args, { broker, upstream, vault, env: context.env, peer, cwd: process.cwd() });
}
