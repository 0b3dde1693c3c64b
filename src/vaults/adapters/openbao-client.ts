import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, HttpReply, HttpRequest } from "../backend.ts";
import { unreachable } from "../failure.ts";
import { type JsonRecord, jsonBody, recordOf } from "../json.ts";
import { logIn } from "./openbao-login.ts";
import { requireKnown } from "./openbao-replies.ts";

export interface BaoReply {
  readonly status: number;
  readonly record: JsonRecord | undefined;
  readonly body: Secret;
}

export interface BaoClient {
  readonly title: string;
  /** `path` is below /v1/. Replies of 200 to 204, 400, 404 and 405 come back; everything else is told as it is. */
  call(method: HttpRequest["method"], path: string, content?: unknown): Promise<BaoReply>;
  /** The same without a token, for a login. */
  anonymous(method: HttpRequest["method"], path: string, content?: unknown): Promise<BaoReply>;
  /** The token in use from now on. */
  adopt(token: Secret): void;
}

/** The HTTP interface that HashiCorp Vault and OpenBao share. The token is found at the first call. */
export function baoClient(options: BackendOptions): BaoClient {
  const { ports, facts, setting } = options;
  const title = facts.title;
  const address = (setting("address") ?? "").replace(/\/+$/, "");
  const authorities = authoritiesOf(options);
  let token: Promise<Secret> | undefined;

  const send = async (request: Pick<HttpRequest, "method"> & { path: string; content?: unknown; as?: Secret }) => {
    const { method, path, content, as } = request;
    const namespace = setting("namespace");
    return ports.http(title, {
      method,
      url: `${address}/v1/${path.split("/").map(encodeSegment).join("/")}`,
      headers: {
        "X-Vault-Request": "true", // an agent or proxy in between may insist on it
        ...(as === undefined ? {} : { "X-Vault-Token": as }),
        ...(namespace === undefined ? {} : { "X-Vault-Namespace": namespace }),
        ...(content === undefined
          ? {}
          : { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json" }),
      },
      ...(content === undefined ? {} : { body: jsonBody(content) }),
      ...(authorities === undefined ? {} : { authorities }),
      isRepeatable: method === "GET",
    });
  };
  const login = (path: string, content: unknown, as?: Secret): Promise<HttpReply> =>
    send({ method: "POST", path, content, ...(as === undefined ? {} : { as }) });

  return {
    title,
    adopt: (other) => {
      token = Promise.resolve(other);
    },
    anonymous: async (method, path, content) => {
      const reply = await send({ method, path, ...(content === undefined ? {} : { content }) });
      requireKnown(title, reply, "log in");
      return { status: reply.status, record: recordOf(reply.body), body: reply.body };
    },
    call: async (method, path, content) => {
      token ??= logIn(options, login);
      const as = await token;
      const reply = await send({ method, path, as, ...(content === undefined ? {} : { content }) });
      requireKnown(title, reply, `${verbs[method]} ${path}`);
      return { status: reply.status, record: recordOf(reply.body), body: reply.body };
    },
  };
}

const verbs: Readonly<Record<HttpRequest["method"], string>> = {
  GET: "read",
  POST: "write",
  PUT: "write",
  PATCH: "write",
  DELETE: "delete",
};

const encodeSegment = (segment: string): string => segment.split("?").map(encodeOne).join("?");
const encodeOne = (text: string): string => encodeURIComponent(text).replaceAll("%3D", "=").replaceAll("%26", "&");

function authoritiesOf({ ports, setting, facts }: BackendOptions): string | undefined {
  const path = setting("ca");
  if (path === undefined) return undefined;
  const pem = ports.files.readText(path);
  if (pem?.includes("BEGIN CERTIFICATE") === true) return pem;
  throw unreachable(
    facts.title,
    "cannot be asked: its CA file holds no certificate",
    `check ${path}; nothing was sent`,
  );
}
