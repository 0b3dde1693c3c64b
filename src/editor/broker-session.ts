import { randomUUID } from "node:crypto";
import { env } from "node:process";
import { window, workspace } from "vscode";
import { agents } from "../agents/index.ts";
import { createBroker } from "../broker/broker.ts";
import { type BrokerServer, serveBroker } from "../broker/broker-server.ts";
import { callTool, type ToolAnswer } from "../broker/call-tool.ts";
import { madeCredentials } from "../broker/made-credentials.ts";
import type { Peer } from "../broker/permission.ts";
import { policyReader } from "../broker/policy-reader.ts";
import { createUpstream } from "../broker/upstream.ts";
import type { Files } from "../core/ports.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { loadCedar } from "../platform/cedar.ts";
import { askInWindow } from "./ask-in-window.ts";
import { diskFolders } from "./folders.ts";
import type { Parts } from "./parts.ts";

export interface BrokerSession {
  /** A tool call of a chat in this window. */
  call(tool: string, input: unknown): Promise<ToolAnswer>;
  /** Answers agents outside of the editor on the private socket. */
  serve(): Promise<void>;
  close(): Promise<void>;
}

/** The broker in the extension host. It asks for the vault's key at the first use, not before. */
export async function openBrokerSession({ machine, log }: Parts): Promise<BrokerSession> {
  process.on("SIGUSR1", ignore); // Node would open its inspector, through which the vault can be read
  const [vaults, { files, audit, clock }] = await Promise.all([machine.vaults(), machine.ports()]);
  const made = madeCredentials({ vaults, again: () => machine.vaultsWith(), audit, clock });
  const { vault } = made;
  const roots = (): readonly string[] => diskFolders().flatMap(({ uri }) => files.realPath(uri.fsPath) ?? []);
  const rootOf = (cwd: string): string => policyRootOf(cwd, files);
  const own = createBroker({
    clock,
    audit,
    vault,
    ask: askInWindow,
    ...policyReader(files, machine.home, () => loadCedar(machine.programs)),

    newId: randomUUID,
  });
  const broker = made.watch(own);
  const upstream = createUpstream({ pins: new Map(), ca: undefined });
  const watching = workspace.onDidChangeWorkspaceFolders(() => server?.announce());
  let server: BrokerServer | undefined;
  return {
    call: (tool, input) => {
      const [root] = hereFirst(roots(), files);
      // Which chat calls is not told; Copilot's is the one that VS Code has.
      const peer: Peer = { agent: "copilot", certainty: "likely", session: `window-${String(process.pid)}`, root };
      return callTool(tool, input, { broker, upstream, vault, env, peer, cwd: root });
    },
    serve: async () => {
      const marks = agents.map(({ id, marks: own }) => ({ agent: id, marks: own }));
      server ??= await serveBroker({ home: machine.home, broker, upstream, vault, env, marks, roots, rootOf });
      log.info(`the broker answers agents at ${server.address}`);
    },
    close: async () => {
      process.off("SIGUSR1", ignore);
      watching.dispose();
      await server?.close();
      broker.close();
      await made.close();
      upstream.close();
    },
  };
}

/** Of several folders, the one of the file that is being worked on first. */
function hereFirst(roots: readonly string[], files: Files): readonly string[] {
  const uri = window.activeTextEditor?.document.uri;
  const folder = uri === undefined ? undefined : workspace.getWorkspaceFolder(uri);
  const here = folder?.uri.scheme === "file" ? files.realPath(folder.uri.fsPath) : undefined;
  return here === undefined ? roots : [here, ...roots];
}

const ignore = (): void => undefined;
