import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, Lease, RemoteVault } from "../backend.ts";
import { badReference, badStatus, denied, notLoggedIn, readOnly } from "../failure.ts";
import { bearer, type JsonRecord, jsonBody, recordOf, secretIn } from "../json.ts";
import { parseVals } from "../vals.ts";
import { appToken } from "./github-app-token.ts";
import { resolvesWith } from "./program.ts";

const form = "ref+githubapp://INSTALLATION?repositories=NAME,NAME&permissions=contents:read#/token";

interface Address {
  readonly installation: string;
  readonly repositories: readonly string[];
  /** "contents:read" */
  readonly permissions: readonly string[];
}

interface Made {
  readonly token: Secret;
  readonly lease: Lease;
}

/**
 * A token of a GitHub App's installation for one command: only the repositories and permissions that the reference
 * names, an hour at most (GitHub gives no less), revoked when the command ends. docs.github.com/rest/apps/apps, 2026-11.
 */
export function open(options: BackendOptions): RemoteVault {
  const { facts } = options;
  const made = new Map<string, Promise<Made>>();
  const known: Made[] = [];
  const refuse = (): Promise<never> => Promise.reject(readOnly(facts.title, "it stores no values, it makes tokens"));
  return {
    id: facts.id,
    title: facts.title,
    resolves: resolvesWith(facts),
    get: async (reference) => {
      const one = made.get(reference) ?? create(options, reference);
      made.set(reference, one);
      const { token, lease } = await one;
      if (!known.some((other) => other.lease === lease)) known.push({ token, lease });
      return token;
    },
    set: refuse,
    remove: refuse,
    list: () => Promise.resolve([]),
    referenceFor: () => {
      throw readOnly(facts.title, "it stores no values, it makes tokens");
    },
    check: async () => {
      const { status } = await asApp(options, "GET", "app");
      if (status === 200) return { may: ["log in as the app"], lacks: [] };
      throw badStatus(facts.title, status, "log in as the app");
    },
    makes: () => Promise.resolve(true),
    leases: () => known.map(({ lease }) => lease),
    end: async () => {
      const left: string[] = [];
      for (const { token, lease } of known) {
        const { status } = await send(options, "DELETE", "installation/token", token).catch(() => ({ status: 500 }));
        if (status !== 204 && status !== 401) left.push(lease.reference); // 401: it has ended by itself
      }
      return left;
    },
  };
}

async function create(options: BackendOptions, reference: string): Promise<Made> {
  const { title } = options.facts;
  const { installation, repositories, permissions } = addressOf(reference, options);
  const content = {
    permissions: Object.fromEntries(
      permissions.map((one): readonly [string, string] => {
        const [name = "", level = ""] = one.split(":", 2);
        return [name, level];
      }),
    ),
    ...(repositories.length === 0 ? {} : { repositories }),
  };
  const { status, record } = await asApp(options, "POST", `app/installations/${installation}/access_tokens`, content);
  const token = secretIn(record, "token");
  if (status === 201 && token !== undefined) return { token, lease: { reference, id: "", seconds: 3600 } };
  if (status === 422 || status === 404) {
    const hint = "the app has to be installed there, with each repository and permission that the reference names";
    throw denied(title, "make a token", hint);
  }
  throw badStatus(title, status, "make a token");
}

/** Each --scope is a permission; it can only narrow what the reference names. */
function addressOf(reference: string, { facts, limits }: BackendOptions): Address {
  const { path: installation, params, key } = parseVals(reference, { title: facts.title, form });
  if (!/^\d{1,12}$/.test(installation)) throw badReference(facts.title, "it names no installation", form);
  if (key !== undefined && key !== "token") throw badReference(facts.title, "its key is none", form);
  const named = listOf(params["permissions"]);
  if (named.length === 0) {
    throw badReference(facts.title, "it names no permission, and a token would have all that the app has", form);
  }
  const { scopes = [] } = limits;
  const permissions = scopes.length === 0 ? named : named.filter((one) => scopes.includes(one));
  const isSound = permissions.every((one) => /^[a-z_]+:(?:read|write|admin)$/.test(one));
  if (!isSound) throw badReference(facts.title, "a permission is not written as NAME:read", form);
  if (permissions.length === 0) {
    throw denied(facts.title, "make a token", "no --scope is a permission of the reference, such as contents:read");
  }
  return { installation, repositories: listOf(params["repositories"]), permissions };
}

const listOf = (text: string | undefined): readonly string[] => (text ?? "").split(",").filter((one) => one !== "");

type Method = "GET" | "POST" | "DELETE";
interface Answer {
  readonly status: number;
  readonly record: JsonRecord | undefined;
}

async function asApp(options: BackendOptions, method: Method, path: string, content?: unknown): Promise<Answer> {
  const [id, key] = [options.setting("app-id"), await options.secret("private-key")];
  if (id === undefined || key === undefined) {
    throw notLoggedIn(options.facts.title, "set the app-id and the private-key with: leastkey vault add github");
  }
  const token = await appToken({ id, key, title: options.facts.title, now: options.ports.now() });
  return send(options, method, path, token, content);
}

async function send(
  { ports, facts, setting }: BackendOptions,
  ...[method, path, token, content]: readonly [method: Method, path: string, token: Secret, content?: unknown]
): Promise<Answer> {
  const { status, body } = await ports.http(facts.title, {
    method,
    url: `${(setting("address") ?? "https://api.github.com").replace(/\/+$/, "")}/${path}`,
    headers: {
      Authorization: bearer(token),
      Accept: "application/vnd.github+json",
      "X-GitHub-Api-Version": "2022-11-28",
      ...(content === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(content === undefined ? {} : { body: jsonBody(content) }),
    isRepeatable: method === "GET",
  });
  return { status, record: recordOf(body) };
}
