import { join } from "node:path";
import {
  type Disposable,
  EventEmitter,
  LanguageModelTextPart,
  type LanguageModelTool,
  LanguageModelToolResult,
  lm,
  McpStdioServerDefinition,
  workspace,
} from "vscode";
import { brokerTools, mcpProviderId, productName } from "../contributions.ts";
import { inBackground } from "./background.ts";
import type { BrokerSession } from "./broker-session.ts";
import { Disposables } from "./disposables.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";
import { setting } from "./settings.ts";

/**
 * The broker of this window: what it is made of is loaded by the first use of a tool, or in the background where there
 * is a vault that agents outside of the editor may ask for.
 */
export function brokerHost(parts: Parts): Disposable {
  const own = new Disposables();
  let opening: Promise<BrokerSession> | undefined;
  const session = (): Promise<BrokerSession> => {
    opening ??= import("./broker-session.ts")
      .then(({ openBrokerSession }) => openBrokerSession(parts))
      .catch((error: unknown) => {
        opening = undefined; // the next use tries again
        throw error;
      });
    return opening;
  };
  for (const { id, tool } of brokerTools) own.add(lm.registerTool(id, languageModelTool(tool, session)));
  own.add(lm.registerMcpServerDefinitionProvider(mcpProviderId, mcpProvider(parts, own)));
  const serve = (): void => {
    if (workspace.isTrusted && setting("broker.serveAgents"))
      inBackground(serveIfVault(parts, session), "broker", parts.log);
  };
  own.add(workspace.onDidGrantWorkspaceTrust(serve));
  serve();
  own.add({
    dispose: () =>
      opening &&
      inBackground(
        opening.then((open) => open.close()),
        "broker",
        parts.log,
      ),
  });
  return own;
}

/** Nothing is loaded where there is no vault: there would be nothing to use. */
async function serveIfVault({ machine }: Parts, session: () => Promise<BrokerSession>): Promise<void> {
  const { files } = await machine.ports();
  if (files.stat(machine.home.vault) === undefined) return;
  const { workspaceFolders = [] } = workspace;
  if (workspaceFolders.length > 0) await (await session()).serve();
}

function languageModelTool(tool: string, session: () => Promise<BrokerSession>): LanguageModelTool<object> {
  return {
    prepareInvocation: () => ({ invocationMessage: `${productName} uses a credential without showing it` }),
    invoke: async ({ input }) => {
      const { text } = await (await session()).call(tool, input);
      return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
    },
  };
}

/** For chats that take MCP servers and not the tools above; off unless wanted, since both would be the same twice. */
function mcpProvider({ machine }: Parts, own: Disposables) {
  const changed = own.add(new EventEmitter<void>());
  own.add(workspace.onDidChangeConfiguration(() => changed.fire()));
  return {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => {
      if (!setting("broker.mcpServer") || !workspace.isTrusted) return [];
      const folders = diskFolders();
      if (folders.length === 0) return [mcpServer(machine, productName)];
      // A policy belongs to a folder, so each has a server of its own.
      return folders.map(({ name, uri }) => {
        const server = mcpServer(machine, folders.length === 1 ? productName : `${productName} (${name})`);
        server.cwd = uri;
        return server;
      });
    },
  };
}

const mcpServer = ({ programs }: Parts["machine"], label: string): McpStdioServerDefinition =>
  new McpStdioServerDefinition(label, process.execPath, [join(programs, "cli.js"), "mcp"], {
    ELECTRON_RUN_AS_NODE: "1",
  });
