import type { Socket } from "node:net";
import { LeastkeyError } from "../core/errors.ts";

/** A message is four bytes of length, big-endian, and so many of JSON. */
const maxFrame = 4 * 1024 * 1024;

export function writeFrame(socket: Socket, message: unknown): void {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  if (body.length > maxFrame) throw new LeastkeyError("usage", "the message is over 4 MiB", "send less at once");
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  socket.write(Buffer.concat([head, body]));
}

/** Calls back for each whole message; one that is too large or no JSON ends the connection. */
export function readFrames(socket: Socket, take: (message: unknown) => void): void {
  let kept: Buffer[] = [];
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes < 4) return;
    let all = Buffer.concat(kept);
    while (all.length >= 4) {
      const length = all.readUInt32BE();
      if (length > maxFrame) {
        socket.destroy(new Error("a message is over 4 MiB"));
        return;
      }
      if (all.length < 4 + length) break;
      const message = parsed(all.toString("utf8", 4, 4 + length));
      all = all.subarray(4 + length);
      if (message === undefined) {
        socket.destroy(new Error("a message is no JSON"));
        return;
      }
      take(message);
    }
    kept = [all];
    bytes = all.length;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller ends the connection
  }
}
