import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Secret } from "../../src/core/secret.ts";

/** What the stand-in saw of one request: never the credential itself. */
export interface PaasRequest {
  readonly method: string;
  readonly path: string;
  readonly authorized: boolean;
  readonly mutation: string | undefined; // "volumeDelete"
}

export interface Paas {
  readonly url: string; // without a path; every path is answered
  /** How many requests reached it. */
  requests(): number;
  readonly seen: readonly PaasRequest[];
  /** Volumes that are still there. */
  readonly volumes: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * A loopback stand-in for the platform of the incident: with a token (any, unless one is given) everything may be done,
 * at once, without a question.
 */
export async function startPaas(
  token?: Secret,
  volumes: readonly string[] = ["vol-production", "vol-backups"],
): Promise<Paas> {
  const seen: PaasRequest[] = [];
  const left = new Set(volumes);
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
      const authorized = bearer !== undefined && (token === undefined || token.equals(Secret.of(bearer)));
      const [, mutation, volume] = /mutation\s*\w*\s*\{\s*(\w+)\s*\(\s*volumeId:\s*\\?"([\w-]+)/.exec(body) ?? [];
      seen.push({ method: request.method ?? "", path: request.url ?? "", authorized, mutation });
      if (authorized && mutation === "volumeDelete" && volume !== undefined) left.delete(volume);
      response.writeHead(authorized ? 200 : 401, { "content-type": "application/json", connection: "close" });
      response.end(
        JSON.stringify(authorized ? { data: { [mutation ?? "me"]: true } } : { errors: ["Not Authorized"] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests: () => seen.length,
    seen,
    volumes: left,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The call of the incident, as an agent would type it. Holds the token, so it travels as a Secret. */
export function volumeDeleteCommand(url: string, token: Secret, volume = "vol-production"): Secret {
  const query = JSON.stringify({ query: `mutation { volumeDelete(volumeId: "${volume}") }` });
  return Secret.of(
    `curl -sS -X POST ${url}/graphql/v2 -H 'Authorization: Bearer ${token.reveal()}' -H 'Content-Type: application/json' -d '${query}'`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
