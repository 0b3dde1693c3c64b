import { LeastkeyError } from "../core/errors.ts";
import type { HttpAnswer } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { type OpenBaoReference, parseOpenBaoReference, readsOpenBao } from "./openbao-reference.ts";
import type { RemoteVault, RemoteWorld } from "./remote.ts";

/**
 * HashiCorp Vault and OpenBao, whose interface is one: the key-value engine in both versions, with a token or an
 * AppRole. OpenBao's own variables come first, as its documentation has it.
 */
export const openbao: RemoteVault = {
  id: "openbao",
  title: "Vault or OpenBao",
  testedAgainst: "server", // OpenBao 2.7; HashiCorp's own is in no registry
  docs: { url: "https://openbao.org/api-docs/secret/kv/kv-v2/", checked: "2026-11-24" },
  reads: readsOpenBao,
  lacks: (world) => {
    if (setting(world, "ADDR") === undefined) return "set VAULT_ADDR (or BAO_ADDR) to its address";
    if (tokenAt(world) === undefined && roleOf(world) === undefined)
      return "set VAULT_TOKEN, log in with 'bao login', or set VAULT_ROLE_ID and VAULT_SECRET_ID";
    return undefined;
  },
  resolve: async (text, world) => {
    const reference = parseOpenBaoReference(text);
    const { token, isOwn } = await logIn(world);
    try {
      return await read(reference, world, token);
    } finally {
      if (isOwn) await call(world, { method: "POST", path: "auth/token/revoke-self", token });
    }
  },
};

function setting({ env }: RemoteWorld, name: string): string | undefined {
  return env[`BAO_${name}`] || env[`VAULT_${name}`] || undefined;
}

/** The environment's token, else the one that `bao login` or `vault login` left in the user's home. */
function tokenAt(world: RemoteWorld): Secret | undefined {
  const given = setting(world, "TOKEN");
  if (given !== undefined) return Secret.of(given);
  const kept = world.files.readText(`${world.userHome}/.vault-token`)?.trim();
  return kept === undefined || kept === "" ? undefined : Secret.of(kept);
}

function roleOf(world: RemoteWorld): { readonly id: string; readonly secret: Secret } | undefined {
  const id = setting(world, "ROLE_ID");
  const secret = setting(world, "SECRET_ID");
  return id === undefined || secret === undefined ? undefined : { id, secret: Secret.of(secret) };
}

interface Login {
  readonly token: Secret;
  /** Made for this use, and revoked after it: that ends every lease it has. */
  readonly isOwn: boolean;
}

async function logIn(world: RemoteWorld): Promise<Login> {
  const role = roleOf(world);
  if (role === undefined) {
    const token = tokenAt(world);
    if (token !== undefined) return { token, isOwn: false };
    throw new LeastkeyError(
      "vault.unreachable",
      "Vault has no token to be asked with",
      openbao.lacks(world) ?? "log in with 'bao login'",
    );
  }
  const body = Secret.of(JSON.stringify({ role_id: role.id, secret_id: role.secret.reveal() }));
  const answer = await call(world, { method: "POST", path: "auth/approle/login", body });
  if (answer.status !== 200) throw refused(answer, "the login of that AppRole");
  const token = at(answer, ["auth", "client_token"]);
  if (typeof token !== "string") throw unreadable();
  return { token: Secret.of(token), isOwn: true };
}

async function read(reference: OpenBaoReference, world: RemoteWorld, token: Secret): Promise<Secret | undefined> {
  const { path, isSecondVersion } = await apiPath(reference, world, token);
  const version = reference.version === undefined ? "" : `?version=${String(reference.version)}`;
  const answer = await call(world, { method: "GET", path: `${path}${version}`, token });
  // A version that was deleted is a 404 as well, with a body that tells when.
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(answer, reference.path);
  const value = at(answer, [...(isSecondVersion ? ["data", "data"] : ["data"]), ...reference.key]);
  if (value === undefined || value === null) return undefined;
  return Secret.of(typeof value === "string" ? value : JSON.stringify(value));
}

/** Asks which version of the engine stands there, since version 2 has `data/` after its mount. */
async function apiPath(
  reference: OpenBaoReference,
  world: RemoteWorld,
  token: Secret,
): Promise<{ readonly path: string; readonly isSecondVersion: boolean }> {
  const { path, isApiPath } = reference;
  const answer = await call(world, { method: "GET", path: `sys/internal/ui/mounts/${path}`, token });
  if (answer.status !== 200) throw refused(answer, path);
  const mount = at(answer, ["data", "path"]);
  if (typeof mount !== "string") throw unreadable();
  const isSecondVersion = at(answer, ["data", "options", "version"]) === "2";
  if (!isSecondVersion || isApiPath) return { path, isSecondVersion };
  return { path: `${mount}data/${path.slice(mount.length)}`, isSecondVersion };
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly token?: Secret;
  readonly body?: Secret;
}

/** Two more tries where the server says that it is not itself; a refusal is final. */
const tries = 3;

async function call(world: RemoteWorld, { method, path, token, body }: Call): Promise<HttpAnswer> {
  const address = setting(world, "ADDR")?.replace(/\/+$/, "") ?? "";
  const namespace = setting(world, "NAMESPACE");
  const caFile = setting(world, "CACERT");
  const headers = {
    "x-vault-request": "true",
    ...(token === undefined ? {} : { "x-vault-token": token }),
    ...(namespace === undefined ? {} : { "x-vault-namespace": namespace }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  const request = {
    method,
    url: `${address}/v1/${path.split("/").map(encodeOnce).join("/")}`,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(caFile === undefined ? {} : { caFile }),
  };
  for (let left = tries; ; left -= 1) {
    const answer = await world.http.send(request);
    const isPassing = answer.status === 412 || (answer.status >= 500 && answer.status !== 501 && answer.status !== 503);
    if (!isPassing || left <= 1) return answer;
  }
}

/** The query that `read` adds stays one. */
function encodeOnce(part: string): string {
  const [name = "", query] = part.split("?", 2);
  return `${encodeURIComponent(name)}${query === undefined ? "" : `?${query}`}`;
}

function at({ body }: HttpAnswer, path: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body.reveal());
  } catch {
    throw unreadable();
  }
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

const unreadable = (): LeastkeyError =>
  new LeastkeyError(
    "vault.unreachable",
    "what answers at VAULT_ADDR does not speak as Vault does",
    "check the address; a proxy or a login page may stand in between",
  );

/** One sentence for each way in which it says no. Its own words are not passed on: they may name what was sent. */
function refused({ status }: HttpAnswer, what: string): LeastkeyError {
  const [message, hint] = refusals[status] ?? [
    `Vault answers with status ${String(status)} for ${what}`,
    "ask whoever runs it",
  ];
  return new LeastkeyError("vault.unreachable", message.replace("%", what), hint);
}

const refusals: Readonly<Record<number, readonly [message: string, hint: string]>> = {
  400: ["Vault does not accept the request for %", "check the reference, and role and secret id"],
  403: [
    "Vault refuses %: the token has expired or its policy lacks 'read' there",
    "log in again, or ask for a policy with 'read' on that path",
  ],
  404: ["Vault knows no engine at %", "check the first part of the path"],
  405: ["the engine at % is of the other version", "check the path"],
  429: ["Vault has had too many requests", "wait a little and try again"],
  472: ["this Vault is a standby that answers nothing", "set VAULT_ADDR to the active one"],
  473: ["this Vault is a standby that answers nothing", "set VAULT_ADDR to the active one"],
  503: ["Vault is sealed or in maintenance", "have it unsealed, then try again"],
};
