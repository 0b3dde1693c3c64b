import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createAuthority } from "../../src/broker/certificate-authority.ts";

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface TestServer {
  readonly port: number;
  /** Of the authority that signed its certificate, PEM. */
  readonly ca: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** A real HTTPS server on loopback with a certificate authority of its own. */
export async function startHttps(
  hosts: readonly string[],
  answer: (request: Received, response: ServerResponse) => void,
): Promise<TestServer> {
  const authority = await createAuthority();
  const first = await authority.issue(hosts[0] ?? "localhost");
  const received: Received[] = [];
  const server = createServer(
    {
      ...first,
      SNICallback: (name, done) => {
        authority.contextFor(name).then((context) => done(null, context), done);
      },
    },
    (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const seen = { method, url, headers, body: Buffer.concat(parts).toString("utf8") };
        received.push(seen);
        answer(seen, response);
      });
    },
  );
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    ca: authority.pem,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
