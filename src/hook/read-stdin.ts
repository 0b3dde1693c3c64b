import { readSync } from "node:fs";
import { largestPayload } from "../core/tool-call/parse-payload.ts";

/** All of stdin as text; `undefined` when it is larger than any real payload. Synchronous: there is nothing else to do. */
export function readStdin(): string | undefined {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const count = readChunk(chunk);
    if (count === 0) return Buffer.concat(chunks).toString("utf8");
    size += count;
    if (size > largestPayload * 3) return undefined;
    chunks.push(chunk.subarray(0, count));
  }
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EOF") return 0; // Windows: the pipe was closed
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // an agent that left its pipe non-blocking
    }
  }
}
