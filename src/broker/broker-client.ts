import { connect, type Socket } from "node:net";
import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";
import type { Home } from "../platform/home.ts";
import { readFrames, writeFrame } from "./frames.ts";
import { type BrokerReply, type BrokerRequest, protocolVersion, replyShape } from "./protocol.ts";
import { brokersFor, checkOwn } from "./socket-place.ts";

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

export interface BrokerClient {
  send(request: WithoutId<BrokerRequest>): Promise<BrokerReply>;
  close(): void;
  readonly isOpen: () => boolean;
}

/** The broker whose workspace is nearest to `cwd`; undefined: none answers. Says hello before it returns. */
export async function connectBroker(
  home: Pick<Home, "root">,
  { cwd, agent }: { readonly cwd: string; readonly agent: string | undefined },
): Promise<BrokerClient | undefined> {
  for (const { address } of brokersFor(home, cwd)) {
    const socket = await opened(address);
    if (socket === undefined) continue;
    const client = clientOn(socket);
    const hello = await client.send({
      op: "hello",
      version: protocolVersion,
      cwd,
      ...(agent === undefined ? {} : { agent }),
    });
    if (hello.kind === "hello") return client;
    client.close();
  }
  return undefined;
}

function opened(address: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    try {
      if (process.platform !== "win32") checkOwn(address, "socket");
    } catch {
      resolve(undefined); // gone, a link, or another user's: not a broker of ours
      return;
    }
    const socket = connect(address);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

function clientOn(socket: Socket): BrokerClient {
  const waiting = new Map<number, { resolve: (reply: BrokerReply) => void; reject: (error: Error) => void }>();
  let last = 0;
  readFrames(socket, (message) => {
    const reply = v.safeParse(replyShape, message);
    if (!reply.success) {
      socket.destroy();
      return;
    }
    waiting.get(reply.output.id)?.resolve(reply.output);
    waiting.delete(reply.output.id);
  });
  const end = (): void => {
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  };
  socket.on("close", end);
  socket.on("error", end);
  return {
    isOpen: () => !socket.destroyed,
    close: () => socket.end(),
    send: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(gone());
          return;
        }
        const id = ++last;
        waiting.set(id, { resolve, reject });
        writeFrame(socket, { ...request, id });
      }),
  };
}

const gone = (): LeastkeyError =>
  new LeastkeyError("vault.unreachable", "the broker ended the connection", "call the tool again");
