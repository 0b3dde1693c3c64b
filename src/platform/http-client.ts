import { readFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { LeastkeyError } from "../core/errors.ts";
import type { Http, HttpAnswer, HttpRequest } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { codeOf } from "./code-of.ts";

const timeoutMs = 10_000;
/** No secret is larger; what is, is not an answer of a vault. */
const largestAnswer = 4 * 1024 * 1024;

/** The real network, for vaults that the user set up. Plain HTTP goes to this machine alone. */
export const httpClient: Http = { send };

function send(asked: HttpRequest): Promise<HttpAnswer> {
  const url = parsed(asked.url);
  const start = url.protocol === "https:" ? tlsRequest : plainRequest;
  const ca = asked.caFile === undefined ? {} : { ca: certificates(asked.caFile) };
  return new Promise((resolve, reject) => {
    const request = start(url, { method: asked.method, headers: inClear(asked.headers), timeout: timeoutMs, ...ca });
    request.on("timeout", () => request.destroy(new Error("no answer within 10 seconds")));
    request.on("error", (error) => reject(unreachable(url, error)));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > largestAnswer) request.destroy(new Error("the answer is too large"));
        else chunks.push(chunk);
      });
      response.on("error", (error) => reject(unreachable(url, error)));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Secret.of(Buffer.concat(chunks).toString("utf8")) }),
      );
    });
    request.end(asked.body?.reveal());
  });
}

function parsed(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isHere(url.hostname))) return url;
  throw new LeastkeyError(
    "config.invalid",
    "the address of the vault is neither https:// nor on this machine",
    "set it to an https:// address: over plain HTTP everybody in between reads the secrets",
  );
}

const isHere = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);

function inClear(headers: HttpRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );
}

function certificates(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new LeastkeyError("config.invalid", `the certificates in ${path} cannot be read`, "check the path", error);
  }
}

/** Without the cause's own words: node puts the whole URL into some of them. */
function unreachable(url: URL, error: Error): LeastkeyError {
  const code = codeOf(error);
  const isCertificate = typeof code === "string" && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(code);
  return isCertificate
    ? new LeastkeyError(
        "vault.unreachable",
        `the certificate of ${url.host} does not verify (${code})`,
        "name the certificates of your organisation with VAULT_CACERT; there is no switch to skip the check",
      )
    : new LeastkeyError(
        "vault.unreachable",
        `${url.host} does not answer (${typeof code === "string" ? code : error.message})`,
        "check the address and the network, then try again",
      );
}
