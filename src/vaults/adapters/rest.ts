import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, HttpRequest } from "../backend.ts";
import { badStatus } from "../failure.ts";
import { bearer, type JsonRecord, jsonBody, recordOf } from "../json.ts";

export interface RestReply {
  readonly status: number;
  readonly record: JsonRecord | undefined;
  readonly body: Secret;
}

export interface RestCall {
  readonly method?: HttpRequest["method"];
  readonly content?: unknown;
  readonly what: string; // "read STRIPE_KEY"
  /** Statuses that the adapter reads itself; all others of 300 and more are told. */
  readonly known?: readonly number[];
}

export type Rest = (url: string, call: RestCall) => Promise<RestReply>;

/** A JSON service behind a bearer token, which is got once. */
export function rest({ ports, facts }: BackendOptions, getToken: () => Promise<Secret>): Rest {
  let token: Promise<Secret> | undefined;
  return async (url, { method = "GET", content, what, known = [404] }) => {
    token ??= getToken();
    const reply = await ports.http(facts.title, {
      method,
      url,
      headers: {
        Authorization: bearer(await token),
        ...(content === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(content === undefined ? {} : { body: jsonBody(content) }),
      isRepeatable: method === "GET",
    });
    if (reply.status >= 300 && !known.includes(reply.status)) throw badStatus(facts.title, reply.status, what);
    return { status: reply.status, record: recordOf(reply.body), body: reply.body };
  };
}
