import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { hostFits } from "../policy/patterns.ts";
import { exchange, refuse, type Target } from "./exchange.ts";
import { type Listening, listenOnLoopback } from "./listen.ts";
import { isForHost, type ProxySession, standInsIn } from "./proxy-session.ts";
import { serviceById } from "./services.ts";

/**
 * The proxy by base URL: `http://127.0.0.1:PORT/h/api.stripe.com/v1/charges`, without a certificate, for clients that
 * take a base URL. The stand-in is the session's token: who does not show one gets nothing, and a browser's page, which
 * sends an Origin or another Host, gets nothing either.
 */
export async function startReverseProxy(session: ProxySession): Promise<Listening> {
  let own = "";
  const server = createServer((request, response) => {
    void route(session, own, request, response);
  });
  server.requestTimeout = 0; // long streams
  const listening = await listenOnLoopback(server);
  own = `127.0.0.1:${String(listening.port)}`;
  return listening;
}

/** What a client takes as its base URL for a host. */
export const baseUrlFor = (port: number, host: string, path = ""): string =>
  `http://127.0.0.1:${String(port)}/h/${host}${path}`;

async function route(
  session: ProxySession,
  own: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers.host !== own || request.headers.origin !== undefined) {
    refuse(response, 421, "this is not the address of the proxy", "use the base URL that the environment names");
    return;
  }
  const target = targetOf(request.url ?? "");
  if (target === undefined) {
    refuse(response, 404, "the address names no host", "use the base URL that the environment names");
    return;
  }
  const values = Object.values(request.headers).flatMap((value) => value ?? []);
  const shown = standInsIn(session, [target.path, ...values]);
  if (!shown.some((standIn) => isForHost(standIn, target.host))) {
    // Git shows a password only to who asked for one.
    if (request.headers.authorization === undefined) response.setHeader("www-authenticate", 'Basic realm="leastkey"');
    refuse(
      response,
      401,
      `no stand-in for ${target.host} came with the request`,
      "use the key that the environment names",
    );
    return;
  }
  const location = (address: string): string | undefined => {
    const url = URL.canParse(address, `https://${target.host}${target.path}`)
      ? new URL(address, `https://${target.host}${target.path}`)
      : undefined;
    const stays =
      url?.protocol === "https:" &&
      session.standIns.some(({ hosts }) => hosts.some((one) => hostFits(one, url.hostname)));
    return stays === true ? `http://${own}/h/${url?.host ?? ""}${url?.pathname ?? ""}${url?.search ?? ""}` : undefined;
  };
  await exchange({ session, request, response, target, location });
}

/** `/h/HOST[:PORT]/path`; the host as URLs are read, so that 0x7f.1 is 127.0.0.1 and is judged as that. */
export function targetOf(path: string): Target | undefined {
  const found = /^\/h\/([^/?#@\\]+)([/?].*)?$/s.exec(path);
  const authority = `https://${found?.[1] ?? ""}`;
  if (found === null || !URL.canParse(authority)) return undefined;
  const { hostname, port } = new URL(authority);
  const rest = found[2] ?? "/";
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? 443 : Number(port),
    path: rest.startsWith("/") ? rest : `/${rest}`,
  };
}

/** The variables by which known clients take another base URL. */
export function baseVariables(session: ProxySession, port: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    session.standIns.flatMap(({ service }) => {
      const known = serviceById(service);
      if (known?.base === undefined) return [];
      return [[known.base.variable, baseUrlFor(port, known.hosts[0], known.base.path)]];
    }),
  );
}
