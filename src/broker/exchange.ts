import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { maskerStream } from "../platform/mask-stream.ts";
import { accountHeadersIn } from "../policy/reach.ts";
import { bodyToJudge } from "./body-to-judge.ts";
import { decodedBody } from "./decode-body.ts";
import { throughMasker } from "./mask-text.ts";
import { type Swap, swapped, swappedQuery } from "./place-credential.ts";
import { isForHost, type ProxySession, type StandIn, standInsIn } from "./proxy-session.ts";

/** Where a request goes, as the proxy settled it; nothing that the client says afterwards changes it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string; // with query
}

export interface Exchange {
  readonly session: ProxySession;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  /** What becomes of a redirect's address; undefined: it is refused. */
  readonly location: (address: string) => string | undefined;
}

/** Between two hops, and ours to set (RFC 9110, 7.6.1). */
const hop = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|accept-encoding)$/i;

/** One request: stand-ins become credentials where the policy allows it, and nothing of them comes back. */
export async function exchange(parts: Exchange): Promise<void> {
  const { response } = parts;
  try {
    await carryOut(parts);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, messageOf(error), error instanceof LeastkeyError ? error.hint : "try again");
  }
}

async function carryOut({ session, request, response, target, location }: Exchange): Promise<void> {
  const { host, port, path } = target;
  const pairs = headerPairs(request);
  const standIns = standInsIn(session, [path, ...pairs.map(([, value]) => value)]);
  const stray = standIns.find((standIn) => !isForHost(standIn, host));
  if (stray !== undefined) {
    refuse(response, 403, `${stray.reference} is not for ${host}`, "the user can name the host under credentials");
    return;
  }
  const judged = await bodyToJudge(request, path);
  if (judged.kind === "refused") {
    refuse(response, judged.status, judged.reason, judged.hint);
    return;
  }
  const method = request.method ?? "GET";
  const account = accountHeadersIn(pairs.map(([name]) => name));
  const swaps: Swap[] = [];
  for (const standIn of standIns) {
    const swap = await permitted(session, standIn, { method, host, path, account, ...judged });
    if ("reason" in swap) {
      refuse(response, 403, swap.reason, swap.hint);
      return;
    }
    swaps.push(swap);
  }
  const upstream = await session.upstream.send({
    host,
    port,
    method,
    path: swappedQuery(path, swaps),
    headers: outgoing(pairs, { host, port, swaps, length: judged.length }),
    body: judged.body,
    timeoutMs: 300_000,
  });
  await answer(upstream, { session, response, method, location });
}

interface Use {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly text: string | undefined;
  readonly account: readonly string[];
}

async function permitted(
  session: ProxySession,
  { reference, text: standIn }: StandIn,
  { method, host, path, text, account }: Use,
): Promise<Swap | { readonly reason: string; readonly hint: string }> {
  const key = `${reference} ${method} ${host}${path.replace(/[?#].*$/s, "")} ${account.join(" ")}`;
  const count = session.counts.get(key) ?? 0;
  const permission = await session.broker.permit({
    peer: session.peer,
    credential: reference,
    use: { kind: "http", method, host, path, account, ...(text === undefined ? {} : { body: text }) },
    isRepeat: count > 0,
  });
  if (permission.kind === "refused") return permission;
  session.counts.set(key, count + 1);
  session.used.add(reference, permission.value);
  return { standIn, value: permission.value };
}

function headerPairs({ rawHeaders, headers }: IncomingMessage): readonly (readonly [string, string])[] {
  const named = new Set((headers.connection ?? "").toLowerCase().split(/\s*,\s*/));
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    if (!hop.test(name) && !named.has(name.toLowerCase())) pairs.push([name.toLowerCase(), value]);
  }
  return pairs;
}

interface Outgoing {
  readonly host: string;
  readonly port: number;
  readonly swaps: readonly Swap[];
  readonly length: number | undefined;
}

function outgoing(
  pairs: readonly (readonly [string, string])[],
  { host, port, swaps, length }: Outgoing,
): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of pairs) (headers[name] ??= []).push(swapped(value, swaps));
  const authority = host.includes(":") ? `[${host}]` : host;
  return {
    ...headers,
    ...(length === undefined ? {} : { "content-length": String(length) }),
    host: port === 443 ? authority : `${authority}:${String(port)}`,
    "accept-encoding": "identity", // what comes back is searched
  };
}

interface Answering {
  readonly session: ProxySession;
  readonly response: ServerResponse;
  readonly method: string;
  readonly location: Exchange["location"];
}

async function answer(upstream: IncomingMessage, { session, response, method, location }: Answering): Promise<void> {
  const shown = (text: string): string => {
    const masker = session.used.masker();
    return masker === undefined ? text : throughMasker(text, masker);
  };
  const status = upstream.statusCode ?? 502;
  const body = decodedBody(upstream);
  if (body === undefined || status < 200) {
    upstream.destroy();
    refuse(
      response,
      502,
      "the answer is coded in a way that cannot be looked into",
      "ask for accept-encoding: identity",
    );
    return;
  }
  const target = upstream.headers.location;
  const moved = target === undefined ? undefined : location(target);
  if (target !== undefined && moved === undefined) {
    upstream.destroy();
    refuse(response, 502, "the server leads to another host, where this session does not go", "ask the user");
    return;
  }
  for (const [name, value] of headerPairs(upstream)) {
    if (name === "content-length" || name === "content-encoding" || name === "location") continue;
    if (name === "alt-svc") continue; // would lead the client past the proxy
    response.appendHeader(name, shown(value));
  }
  if (moved !== undefined) response.setHeader("location", shown(moved));
  response.writeHead(status);
  if (method === "HEAD" || status === 204 || status === 304) {
    upstream.resume();
    response.end();
    return;
  }
  response.flushHeaders();
  const masker = session.used.masker();
  if (masker === undefined) await pipeline(body, response);
  else await pipeline(body, maskerStream(masker), response);
}

/** Answered in the proxy's own name, so that a reader can tell it from the server. */
export function refuse(response: ServerResponse, status: number, reason: string, hint: string): void {
  const text = JSON.stringify({ error: { type: "leastkey", message: `leastkey refused: ${reason}`, hint } });
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "x-leastkey": "refused",
    connection: "close",
  });
  response.end(text);
}
