import { timingSafeEqual } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { LeastkeyError } from "../core/errors.ts";
import type { BrowserAnswer, ComesBack } from "../vaults/backend.ts";

/** Where Vault's and OpenBao's own command line is called back, so that roles allow it already. */
const usualPort = 8250;
const path = "/oidc/callback";
/** Somebody who is there has logged in by then. */
const longestMs = 5 * 60_000;

/** Listens on this machine alone for the page that comes back from a login in the browser. */
export async function listenForAnswer(port = usualPort): Promise<ComesBack> {
  const waiting = new Map<string, (answer: BrowserAnswer) => void>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const [state, code] = [searchParams.get("state"), searchParams.get("code")];
    if (request.method !== "GET" || pathname !== path || state === null) {
      say(response, 404, "There is nothing here.");
      return;
    }
    const take = [...waiting].find(([expected]) => isSame(expected, state))?.[1];
    if (take === undefined || code === null) say(response, 400, "This is not the login that Leastkey waits for.");
    else {
      say(response, 200, "Logged in. You can close this page and go back to Leastkey.");
      take({ state, code });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", () => {
      const what = `the login needs port ${String(port)} of this machine, and another program has it`;
      reject(new LeastkeyError("busy", what, "end that program (another login, perhaps), then try again"));
    });
    server.listen(port, "localhost", resolve);
  });
  return {
    address: `http://localhost:${String(port)}${path}`,
    answer: (state) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new LeastkeyError("cancelled", "nobody logged in within five minutes", "start the login again"));
        }, longestMs);
        waiting.set(state, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    Connection: "close",
  });
  response.end(text);
}
