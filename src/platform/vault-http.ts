import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Http, HttpReply, HttpRequest } from "../vaults/backend.ts";
import { unreachable } from "../vaults/failure.ts";
import { codeOf } from "./code-of.ts";

const answerMs = 10_000;
const longestReply = 8 * 1024 * 1024;
/** As often as Vault's own client; only for what may be sent twice. */
const retries = 2;
const later = new Set([412, 429, 500, 502, 503, 504]);

/**
 * Requests to a vault's server. No redirects, no plain http but on this machine, no certificate that does not verify:
 * in each case a token would go where nobody looked. Proxies of the environment are not used.
 */
export const vaultHttp: Http = async (title, request) => {
  const url = parsed(title, request.url);
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt >= retries || request.isRepeatable !== true;
    try {
      const reply = await send(title, url, request);
      if (isLast || !later.has(reply.status) || isSealed(reply)) return reply;
      await wait(pauseMs(reply.headers["retry-after"], attempt));
    } catch (error) {
      if (isLast || certificate.test(String(codeOf(error)))) throw told(title, url, error);
      await wait(pauseMs(undefined, attempt));
    }
  }
};

function parsed(title: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw unreachable(title, "has an address that is none", "write it as https://host:port");
  }
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "https:" || isHere) return url;
  throw unreachable(
    title,
    "would get its token in clear, over plain http",
    "give its address as https; nothing was sent",
  );
}

function send(title: string, url: URL, { method, headers = {}, body, authorities }: HttpRequest): Promise<HttpReply> {
  const bytes = body === undefined ? undefined : Buffer.from(body.reveal());
  const given = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : value.reveal(),
  ]);
  const options = {
    method,
    headers: { ...Object.fromEntries(given), "Content-Length": bytes?.length ?? 0 },
    agent: false,
    ...(authorities === undefined ? {} : { ca: authorities }),
  } as const;
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? overHttps : overHttp)(url, options, (reply) => {
      const parts: Buffer[] = [];
      let size = 0;
      reply.on("data", (part: Buffer) => {
        size += part.length;
        if (size > longestReply) sent.destroy(new Error("its reply is too long"));
        else parts.push(part);
      });
      reply.on("error", reject);
      reply.on("end", () => {
        const plain = Object.entries(reply.headers).map(([name, value]): [string, string | undefined] => [
          name,
          Array.isArray(value) ? value[0] : value,
        ]);
        resolve({
          status: reply.statusCode ?? 0,
          headers: Object.fromEntries(plain),
          body: Secret.of(Buffer.concat(parts).toString("utf8")),
        });
      });
    });
    const timer = setTimeout(() => sent.destroy(new Error(slow)), answerMs);
    sent.on("close", () => {
      clearTimeout(timer);
    });
    sent.on("error", reject);
    sent.end(bytes);
  });
}

const slow = "no answer in time";
const certificate = /CERT|SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY|EPROTO|ERR_TLS|ERR_SSL/;

/** A sealed server says 503 until somebody unseals it: asking again is of no use. */
const isSealed = (reply: HttpReply): boolean => reply.status === 503 && /sealed/i.test(reply.body.reveal());

function pauseMs(retryAfter: string | undefined, attempt: number): number {
  const asked = Number(retryAfter) * 1000;
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, 3000) : 150 * 2 ** attempt;
}

function told(title: string, url: URL, error: unknown): Error {
  const code = String(codeOf(error));
  if (certificate.test(code)) {
    return unreachable(
      title,
      `at ${url.host} shows a certificate that does not verify (${code})`,
      "nothing was sent; name its authority in the setting ca, and never switch the check off",
      error,
    );
  }
  if (messageOf(error) === slow) {
    return unreachable(
      title,
      `at ${url.host} did not answer in ${String(answerMs / 1000)} seconds`,
      "try again later; nothing was changed",
    );
  }
  return unreachable(
    title,
    `at ${url.host} does not answer (${code === "undefined" ? "connection lost" : code})`,
    "check that it runs, the address and the network; nothing was changed",
    error,
  );
}
