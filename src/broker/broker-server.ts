import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import * as v from "valibot";
import { messageOf } from "../core/errors.ts";
import type { Home } from "../platform/home.ts";
import { processChain } from "../platform/process-chain.ts";
import { peerProcesses } from "../platform/socket-peer.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Broker } from "./broker.ts";
import { callTool } from "./call-tool.ts";
import { readFrames, writeFrame } from "./frames.ts";
import type { Grant } from "./grants.ts";
import { identify, type PeerEvidence } from "./identify.ts";
import { describePattern } from "./pattern.ts";
import type { Peer } from "./permission.ts";
import { type BrokerReply, type BrokerRequest, type GrantRow, protocolVersion, requestShape } from "./protocol.ts";
import { checkOwn, preparePlace, removePlace, writeCard } from "./socket-place.ts";
import type { Upstream } from "./upstream.ts";

export interface ServerOptions {
  readonly home: Pick<Home, "root">;
  readonly broker: Broker;
  readonly upstream: Upstream;
  readonly vault: Vault;
  readonly env: NodeJS.ProcessEnv;
  readonly marks: PeerEvidence["marks"];
  /** The folders that this broker is for; real paths. */
  readonly roots: () => readonly string[];
  /** The workspace that a folder belongs to. */
  readonly rootOf: (cwd: string) => string | undefined;
}

export interface BrokerServer {
  readonly address: string;
  /** The folders changed. */
  announce(): void;
  close(): Promise<void>;
}

const maxConnections = 64;
let connections = 0;

/** Answers on a private socket. Who is at the other end is found out, not asked; grants of a connection end with it. */
export async function serveBroker(options: ServerOptions): Promise<BrokerServer> {
  const place = preparePlace(options.home);
  const server = createServer((socket) => {
    connections += 1;
    serve(socket, `connection-${String(process.pid)}-${String(connections)}`, options);
  });
  server.maxConnections = maxConnections;
  await listen(server, place.address);
  if (process.platform !== "win32") {
    checkOwn(place.address, "socket");
    checkOwn(dirname(place.address), "directory");
  }
  const announce = (): void => writeCard(place, options.roots());
  announce();
  return {
    address: place.address,
    announce,
    close: () =>
      new Promise((resolve) => {
        removePlace(place);
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

const open = new Set<Socket>();

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const mask = process.platform === "win32" ? undefined : process.umask(0o177); // the socket is ours alone from its first moment
    server.once("error", reject);
    server.listen(address, () => resolve());
    if (mask !== undefined) process.umask(mask);
  });
}

interface Connection {
  readonly options: ServerOptions;
  readonly socket: Socket;
  readonly name: string;
  peer: Promise<Peer> | undefined;
  cwd: string | undefined;
}

function serve(socket: Socket, name: string, options: ServerOptions): void {
  const connection: Connection = { options, socket, name, peer: undefined, cwd: undefined };
  open.add(socket);
  socket.on("error", () => socket.destroy()); // a client that is gone is no failure of ours
  socket.on("close", () => {
    open.delete(socket);
    options.broker.revoke(({ session }) => session === name, "its connection ended");
  });
  readFrames(socket, (message) => {
    const parsed = v.safeParse(requestShape, message);
    if (!parsed.success) {
      socket.destroy();
      return;
    }
    reply(connection, parsed.output).then(
      (answer) => socket.destroyed || writeFrame(socket, answer),
      (error: unknown) => {
        const failure = { kind: "error", id: parsed.output.id, message: messageOf(error), hint: "try again" } as const;
        if (!socket.destroyed) writeFrame(socket, failure satisfies BrokerReply);
      },
    );
  });
}

async function reply(connection: Connection, request: BrokerRequest): Promise<BrokerReply> {
  const { options } = connection;
  const { id } = request;
  switch (request.op) {
    case "hello": {
      if (request.version !== protocolVersion || connection.peer !== undefined) {
        return { kind: "error", id, message: "this broker is of another version", hint: "update both, then restart" };
      }
      connection.peer = find(connection, request.agent, request.cwd);
      const { agent, certainty } = await connection.peer;
      return { kind: "hello", id, version: protocolVersion, agent, certainty };
    }
    case "tool": {
      if (connection.peer === undefined) return { kind: "error", id, message: "say hello first", hint: "reconnect" };
      const context = { ...options, peer: await connection.peer, cwd: connection.cwd };
      return { kind: "tool", id, ...(await callTool(request.name, request.args, context)) };
    }
    case "grants":
      return { kind: "grants", id, grants: options.broker.grants().map(rowOf) };
    case "revoke": {
      const ended = options.broker.revoke(
        (grant) => request.grant === undefined || grant.id === request.grant,
        "on demand",
      );
      return { kind: "grants", id, grants: ended.map(rowOf) };
    }
  }
}

async function find(connection: Connection, told: string | undefined, cwd: string | undefined): Promise<Peer> {
  const { options, socket, name } = connection;
  const pids = await peerProcesses(socket);
  const chains = pids?.map((pid) => processChain(pid)).filter(({ length }) => length > 0);
  const found = identify({ chains, told, marks: options.marks, connection: name, cwd });
  connection.cwd = found.cwd;
  const { agent, certainty, session } = found;
  return { agent, certainty, session, root: found.cwd === undefined ? undefined : options.rootOf(found.cwd) };
}

export const rowOf = ({ id, agent, credential, pattern, expires, usesLeft }: Grant): GrantRow => ({
  id,
  agent,
  credential,
  covers: describePattern(pattern),
  expires: new Date(expires).toISOString(),
  usesLeft: Number.isFinite(usesLeft) ? usesLeft : null,
});
