import { Transform, type TransformCallback } from "node:stream";
import type { Secret } from "../core/secret.ts";
import { createMasker, type Masker } from "./masker.ts";

/**
 * A stream that lets everything through but the values given, also where one is cut between two chunks. It withholds
 * only bytes that may be the start of a value, so a prompt without a newline still comes out at once.
 * A net, not a boundary: a program that wants to can spell a value differently.
 */
export const maskStream = (secrets: readonly { readonly name: string; readonly value: Secret }[]): Transform =>
  maskerStream(createMasker(secrets));

/** The same over a masker that is there already. */
export function maskerStream(masker: Masker): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      pushAll(this, masker, chunk);
      done();
    },
    flush(done: TransformCallback) {
      for (const part of masker.end()) this.push(part);
      done();
    },
  });
}

function pushAll(stream: Transform, masker: Masker, chunk: Buffer): void {
  for (const part of masker.write(chunk)) stream.push(part);
}
