import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";

/** A request's body as it goes out, and its text where that says what is done. */
export type JudgedBody =
  | {
      readonly kind: "body";
      readonly body: Buffer | NodeJS.ReadableStream | undefined;
      readonly text: string | undefined;
      /** undefined: it is not known, and goes out in chunks. */
      readonly length: number | undefined;
    }
  | { readonly kind: "refused"; readonly status: number; readonly reason: string; readonly hint: string };

/** Texts of this size are looked into; GraphQL and SQL statements are smaller by far. */
const maxText = 1024 * 1024;
const says = /json|graphql|x-www-form-urlencoded|sql|text\/plain/i;
/** Paths where the method says nothing and the body everything. */
const bodyDecides = /graphql|\/(?:sql|query)(?:[/?]|$)/i;

export async function bodyToJudge(request: IncomingMessage, path: string): Promise<JudgedBody> {
  const { headers } = request;
  const length = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
  const isNone = length === 0 || (length === undefined && headers["transfer-encoding"] === undefined);
  if (isNone) return { kind: "body", body: undefined, text: undefined, length: length };
  const mustSee = bodyDecides.test(path);
  if (!mustSee && !says.test(headers["content-type"] ?? "")) {
    return { kind: "body", body: request, text: undefined, length };
  }
  if (!/^(?:|identity)$/i.test(headers["content-encoding"] ?? "")) {
    return mustSee
      ? refused(415, "a compressed body cannot be looked into", "send it uncompressed")
      : { kind: "body", body: request, text: undefined, length };
  }
  const read = await readUpTo(request, maxText);
  if (read.rest === undefined) {
    return { kind: "body", body: read.head, text: read.head.toString("utf8"), length: read.head.length };
  }
  if (mustSee) return refused(413, "the body is too large to look into", "send less than 1 MiB at once");
  return { kind: "body", body: read.rest, text: undefined, length };
}

const refused = (status: number, reason: string, hint: string): JudgedBody => ({
  kind: "refused",
  status,
  reason,
  hint,
});

/** The whole of a small body; of a large one a stream that begins with what was read already. */
async function readUpTo(
  request: IncomingMessage,
  limit: number,
): Promise<{ readonly head: Buffer; readonly rest: NodeJS.ReadableStream | undefined }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  const ended = await new Promise<boolean>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes <= limit) return;
      request.pause();
      request.off("data", onData);
      resolve(false);
    };
    request.on("data", onData);
    request.once("end", () => resolve(true));
    request.once("error", reject);
    request.once("aborted", () => reject(new Error("the client went away")));
  });
  const head = Buffer.concat(parts);
  if (ended) return { head, rest: undefined };
  const rest = new PassThrough();
  rest.write(head);
  request.pipe(rest);
  return { head, rest };
}
