import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** A response's body as text that can be searched; undefined: an encoding that cannot be undone here. */
export function decodedBody(response: IncomingMessage): Readable | undefined {
  const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  switch (encoding) {
    case "":
    case "identity":
      return response;
    case "gzip":
    case "x-gzip":
      return piped(response, createGunzip());
    case "deflate":
      return piped(response, createInflate());
    case "br":
      return piped(response, createBrotliDecompress());
    default:
      return undefined; // zstd, compress, several in a row
  }
}

type Decoder =
  | ReturnType<typeof createGunzip>
  | ReturnType<typeof createInflate>
  | ReturnType<typeof createBrotliDecompress>;

function piped(response: IncomingMessage, decoder: Decoder): Readable {
  response.once("error", (error) => decoder.destroy(error));
  return response.pipe(decoder);
}
