import { lookup as dnsLookup } from "node:dns";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { createSecureContext, rootCertificates } from "node:tls";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import { codeOf } from "../platform/code-of.ts";
import { checkAddress } from "./addresses.ts";

/** What the user says of hosts that are not on the public net. */
export interface UpstreamSettings {
  /** Host (small letters) to its address; what curl's --resolve is. */
  readonly pins: ReadonlyMap<string, string>;
  /** Certificates trusted besides the public roots, PEM. */
  readonly ca: string | undefined;
}

export interface UpstreamRequest {
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** undefined: none. A stream is passed on as it comes. */
  readonly body: Buffer | NodeJS.ReadableStream | undefined;
  readonly timeoutMs: number;
}

export interface Upstream {
  /** HTTPS only, verified, to an address that was checked; redirects are not followed. */
  send(request: UpstreamRequest): Promise<IncomingMessage>;
  /** A connection to a checked address, for what is passed through unread. */
  tunnel(host: string, port: number): Promise<Socket>;
  close(): void;
}

export function createUpstream({ pins, ca }: UpstreamSettings): Upstream {
  const lookup = checkedLookup(pins);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 64,
    ALPNProtocols: ["http/1.1"],
    // As `ca` it would be spelt out for each request, to find a connection by (3 ms each, node 20).
    ...(ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) }),
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const refused = literalFault(request.host, pins);
        if (refused !== undefined) {
          reject(refused);
          return;
        }
        const { host, port, method, path, headers, body, timeoutMs } = request;
        const outgoing = httpsRequest(
          { agent, host, port, method, path, headers, lookup, servername: isIP(host) === 0 ? host : "" },
          resolve,
        );
        outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error("it did not answer in time")));
        outgoing.once("error", (error) => reject(unreachable(host, error)));
        if (body === undefined || Buffer.isBuffer(body)) outgoing.end(body);
        else {
          body.once("error", (error: Error) => outgoing.destroy(error));
          body.pipe(outgoing);
        }
      }),
    tunnel: (host, port) =>
      new Promise((resolve, reject) => {
        const refused = literalFault(host, pins);
        if (refused !== undefined) {
          reject(refused);
          return;
        }
        const socket = connect({ host, port, lookup });
        socket.once("connect", () => resolve(socket));
        socket.once("error", (error) => reject(unreachable(host, error)));
      }),
    close: () => agent.destroy(),
  };
}

function unreachable(host: string, error: Error): LeastkeyError {
  if (error instanceof LeastkeyError) return error;
  const why = typeof codeOf(error) === "string" ? String(codeOf(error)) : messageOf(error);
  return new LeastkeyError("vault.unreachable", `${host} could not be reached (${why})`, "check the host", error);
}

/** Node asks no resolver for a literal address, so it is looked at here. */
function literalFault(host: string, pins: ReadonlyMap<string, string>): Error | undefined {
  if (isIP(host) === 0) return undefined;
  try {
    checkAddress(host, host, pins.get(host) === host);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

/** The addresses that are checked are the ones connected to: a second answer of a rebinding name never counts. */
function checkedLookup(pins: ReadonlyMap<string, string>): LookupFunction {
  return (host, options, done) => {
    const pinned = pins.get(host);
    const answer = (addresses: readonly { readonly address: string; readonly family: number }[]): void => {
      const [first] = addresses;
      try {
        if (first === undefined) throw new Error("no address");
        for (const { address } of addresses) checkAddress(host, address, pinned !== undefined);
      } catch (error) {
        done(error instanceof Error ? error : new Error(messageOf(error)), []);
        return;
      }
      if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    };
    if (pinned !== undefined) {
      answer([{ address: pinned, family: isIP(pinned) }]);
      return;
    }
    dnsLookup(host, { all: true }, (error, addresses) => {
      if (error !== null) done(error, []);
      else answer(addresses);
    });
  };
}
