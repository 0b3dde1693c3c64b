import { createServer, type IncomingMessage, type Server } from "node:http";
import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { messageOf } from "../core/errors.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { exchange, refuse } from "./exchange.ts";
import { type Listening, listenOnLoopback } from "./listen.ts";
import { isAuthorised, isCredentialHost, isOpenHost, type ProxySession } from "./proxy-session.ts";

interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Where a TLS connection leads, settled when it was opened. */
type Destinations = WeakMap<object, Destination>;

/**
 * The forward proxy of one session. To a host that a credential is for it speaks TLS in the host's name, with the
 * session's own authority, and swaps stand-ins; to an open host it passes bytes unread; to all others it refuses.
 */
export async function startInterceptProxy(session: ProxySession, authority: CertificateAuthority): Promise<Listening> {
  const destinations: Destinations = new WeakMap();
  const inner = innerServer(session, destinations);
  const server = createServer((_, response) => {
    refuse(response, 403, "nothing goes out unencrypted", "use https");
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy()); // a client that is gone
    if (head.length > 0) socket.unshift(head);
    connect({ session, authority, destinations, inner }, request, socket).catch((error: unknown) => {
      close(socket, "502 Bad Gateway", messageOf(error));
    });
  });
  server.on("upgrade", (_, socket) => socket.destroy());
  return listenOnLoopback(server);
}

interface Parts {
  readonly session: ProxySession;
  readonly authority: CertificateAuthority;
  readonly destinations: Destinations;
  readonly inner: Server;
}

async function connect(parts: Parts, request: IncomingMessage, socket: Duplex): Promise<void> {
  const { session } = parts;
  if (!isAuthorised(session, request.headers["proxy-authorization"])) {
    close(socket, "407 Proxy Authentication Required", "this proxy is another session's", [
      'Proxy-Authenticate: Basic realm="leastkey"',
    ]);
    return;
  }
  const to = destinationOf(request.url ?? "");
  if (to === undefined) close(socket, "400 Bad Request", "the address is none");
  else if (isCredentialHost(session, to.host)) await intercept(parts, to, socket);
  else if (isOpenHost(session, to.host)) await passThrough(session, to, socket);
  else close(socket, "403 Forbidden", `${to.host} is not open to this session; the user can open it with --allow-host`);
}

/** Read as URLs are, so that decimal and mapped forms of an address are that address. */
export function destinationOf(authority: string): Destination | undefined {
  if (!/^[^/?#@\\\s]+:\d+$/.test(authority) || !URL.canParse(`https://${authority}`)) return undefined;
  const { hostname, port } = new URL(`https://${authority}`);
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: port === "" ? 443 : Number(port) };
}

async function passThrough({ upstream }: ProxySession, { host, port }: Destination, socket: Duplex): Promise<void> {
  const out = await upstream.tunnel(host, port);
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  out.on("error", () => socket.destroy());
  socket.on("close", () => out.destroy());
  out.on("close", () => socket.destroy());
  out.pipe(socket).pipe(out);
}

async function intercept({ authority, destinations, inner }: Parts, to: Destination, socket: Duplex): Promise<void> {
  const context = await authority.contextFor(to.host);
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  const secured = new TLSSocket(socket as Socket, {
    isServer: true,
    secureContext: context,
    ALPNProtocols: ["http/1.1"],
    // A client that names one host here and another there is refused before it says anything.
    SNICallback: (name, done) => {
      if (name.toLowerCase() === to.host || isIP(to.host) !== 0) done(null, context);
      else done(new Error("the name of the TLS connection is not the one that was opened"));
    },
  });
  secured.on("error", () => secured.destroy()); // refused above, or the client does not trust the authority
  destinations.set(secured, to);
  inner.emit("connection", secured);
}

function innerServer(session: ProxySession, destinations: Destinations): Server {
  const server = createServer((request, response) => {
    const to = destinations.get(request.socket);
    const path = request.url ?? "/";
    if (to === undefined || !isSameHost(request.headers.host, to) || !path.startsWith("/")) {
      refuse(response, 421, "the request names another host than the connection", "open a connection to that host");
      return;
    }
    void exchange({ session, request, response, target: { ...to, path }, location: (address) => address });
  });
  server.requestTimeout = 0; // long streams
  server.on("upgrade", (_, socket: Duplex) => {
    close(socket, "501 Not Implemented", "WebSockets cannot be looked into, and are refused");
  });
  return server;
}

function isSameHost(header: string | undefined, { host, port }: Destination): boolean {
  const given = destinationOf(/:\d+$/.test(header ?? "") ? (header ?? "") : `${header ?? ""}:443`);
  return given?.host === host && given.port === port;
}

function close(socket: Duplex, status: string, reason: string, headers: readonly string[] = []): void {
  const text = `leastkey refused: ${reason}\n`;
  const head = [
    `HTTP/1.1 ${status}`,
    ...headers,
    "Content-Type: text/plain",
    `Content-Length: ${String(Buffer.byteLength(text))}`,
    "X-Leastkey: refused",
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${text}`);
}
