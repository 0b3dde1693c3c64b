import type { IncomingHttpHeaders } from "node:http";
import { LeastkeyError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { maskStream } from "../platform/mask-stream.ts";
import { accountHeadersIn } from "../policy/reach.ts";
import type { Broker } from "./broker.ts";
import { decodedBody } from "./decode-body.ts";
import { maskText } from "./mask-text.ts";
import type { Peer, Refused, Wanted } from "./permission.ts";
import { headerOf, headerValue } from "./place-credential.ts";
import type { Upstream } from "./upstream.ts";

export interface HttpUse {
  readonly peer: Peer;
  readonly credential: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly purpose: string | undefined;
}

export interface HttpAnswer {
  readonly kind: "answered";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isCut: boolean;
}

const maxAnswer = 256 * 1024;
/** Ours to set, or able to lead the request elsewhere. */
const forbidden =
  /^(?:host|authorization|cookie|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*|x-forwarded-.*|forwarded|x-http-method.*|x-method-override|accept-encoding)$/i;
const shown = /^(?:content-type|location|retry-after|etag|link|date|x-request-id|request-id|x-ratelimit-.*)$/i;

/** One HTTPS request with a credential in its header; the credential goes to the host alone, and is looked for in what comes back. */
export async function useHttp(broker: Broker, upstream: Upstream, use: HttpUse): Promise<HttpAnswer | Refused> {
  const url = targetOf(use.url);
  const method = use.method.toUpperCase();
  const headers = cleanHeaders(use.headers);
  const path = `${url.pathname}${url.search}`;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const account = accountHeadersIn(Object.keys(headers));
  const wanted: Wanted = {
    peer: use.peer,
    credential: use.credential,
    use: { kind: "http", method, host, path, account, ...(use.body === undefined ? {} : { body: use.body }) },
    purpose: use.purpose,
  };
  const permission = await broker.permit(wanted);
  if (permission.kind === "refused") return permission;
  const carrier = headerOf(permission.service);
  if (Object.hasOwn(headers, carrier.name)) return { kind: "refused", ...notYours(carrier.name) };
  const started = performance.now();
  const response = await upstream.send({
    host,
    port: url.port === "" ? 443 : Number(url.port),
    method,
    path,
    headers: {
      "user-agent": "leastkey",
      ...headers,
      host: url.host,
      "accept-encoding": "identity",
      [carrier.name]: headerValue(carrier.prefix, permission.value),
      ...(use.body === undefined ? {} : { "content-length": Buffer.byteLength(use.body) }),
    },
    body: use.body === undefined ? undefined : Buffer.from(use.body),
    timeoutMs: 60_000,
  });
  const status = response.statusCode ?? 0;
  broker.finished(wanted, {
    outcome: status < 400 ? "done" : "failed",
    durationMs: performance.now() - started,
    reason: `HTTP ${String(status)}`,
  });
  const masked = [{ name: use.credential, value: permission.value }];
  const body = decodedBody(response);
  if (body === undefined) {
    response.destroy();
    const hint = "ask for another content type";
    return { kind: "refused", reason: "the answer is compressed in a way that cannot be looked into", hint };
  }
  const { text, isCut } = await read(body, masked);
  return {
    kind: "answered",
    status,
    headers: shownHeaders(response.headers, masked),
    body: text,
    isCut,
  };
}

function targetOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:" && url.username === "" && url.password === "") return url;
  throw new LeastkeyError("usage", "this is no https address without a user name", "write it as https://host/path");
}

function cleanHeaders(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  const bad = kept.find(([name, value]) => forbidden.test(name) || /[\r\n\0]/.test(value));
  if (bad === undefined) return Object.fromEntries(kept);
  const { reason, hint } = notYours(bad[0]);
  throw new LeastkeyError("usage", reason, hint);
}

const notYours = (name: string): { readonly reason: string; readonly hint: string } => ({
  reason: `the header ${name} is not yours to set`,
  hint: "leave it out; leastkey adds the credential",
});

type Masked = readonly { readonly name: string; readonly value: Secret }[];

async function read(body: NodeJS.ReadableStream, masked: Masked): Promise<{ text: string; isCut: boolean }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body.pipe(maskStream(masked))) {
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    parts.push(chunk.subarray(0, maxAnswer - bytes));
    bytes += chunk.length;
    if (bytes > maxAnswer) break;
  }
  return { text: Buffer.concat(parts).toString("utf8"), isCut: bytes > maxAnswer };
}

function shownHeaders(headers: IncomingHttpHeaders, masked: Masked): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && shown.test(name) ? [[name, [value].flat().join(", ")] as const] : [],
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, maskText(value, masked)]));
}
