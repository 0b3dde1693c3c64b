import { Secret } from "../../core/secret.ts";
import type { BackendOptions, Lease, RemoteVault } from "../backend.ts";
import { badStatus, notLoggedIn, unreachable } from "../failure.ts";
import { below, isRecord, jsonBody, recordOf, secretIn, textIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { type Rest, rest } from "./rest.ts";
import { type StoredAddress, valueStore } from "./value-store.ts";

interface Address extends StoredAddress {
  readonly name: string;
  readonly project: string;
  readonly environment: string;
  readonly path: string;
  /** Made at each use: the name is that of a dynamic secret. */
  readonly isDynamic: boolean;
  readonly reference: string;
}

/** Infisical's REST interface: universal auth, secrets of version 4 and dynamic secrets (infisical.com/docs, 2026-11). */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  const api = setting("address") ?? "https://app.infisical.com";
  const call = rest(options, () => logIn(options, api));
  const leases: Lease[] = [];
  const made = new Map<string, Promise<Secret>>();
  const where = ({ project, environment, path }: Address): Record<string, string> => ({
    projectId: project,
    environment,
    secretPath: path,
  });
  const urlOf = (address: Address): string => `${api}/api/v4/secrets/${encodeURIComponent(address.name)}`;
  const store = valueStore<Address>({
    facts,
    addressOf: (reference) => addressOf(reference, options),
    read: async (address) => {
      if (address.isDynamic) {
        const key = `${address.project}/${address.environment}${address.path}/${address.name}`;
        const known = made.get(key) ?? makeDynamic(call, api, { address, options, leases });
        made.set(key, known);
        return known;
      }
      const query = new URLSearchParams(where(address)).toString();
      const { status, record } = await call(`${urlOf(address)}?${query}`, { what: `read ${address.name}` });
      return status === 404 ? undefined : secretIn(below(record, "secret"), "secretValue");
    },
    write: async (address, text, isNew) => {
      const content = { ...where(address), secretValue: text, type: "shared" };
      const method = isNew ? "POST" : "PATCH";
      await call(urlOf(address), { method, content, what: `write ${address.name}`, known: [] });
    },
    remove: async (address) => {
      const content = { ...where(address), type: "shared" };
      const { status } = await call(urlOf(address), { method: "DELETE", content, what: `remove ${address.name}` });
      return status !== 404;
    },
    ...around(options, call, api),
  });
  return {
    ...store,
    makes: (reference) => Promise.resolve(addressOf(reference, options).isDynamic),
    leases: () => leases,
    end: () => giveBack(call, api, { options, leases }),
  };
}

/** Names, and what the login may do. */
function around(
  { setting }: BackendOptions,
  call: Rest,
  api: string,
): Pick<RemoteVault, "list" | "referenceFor" | "check"> {
  return {
    list: async () => {
      const place = {
        projectId: setting("project") ?? "",
        environment: setting("environment") ?? "dev",
        secretPath: setting("path") ?? "/",
      };
      const url = `${api}/api/v4/secrets?${new URLSearchParams({ ...place, viewSecretValue: "false" }).toString()}`;
      const { record } = await call(url, { what: "list secrets", known: [] });
      const found = record?.["secrets"];
      return (Array.isArray(found) ? found : []).filter(isRecord).flatMap((one) => {
        const name = textIn(one, "secretKey");
        const params = { project: place.projectId, environment: place.environment, path: place.secretPath };
        if (name === undefined) return [];
        return [
          {
            reference: formatVals({ backend: "infisical", path: name, params, key: undefined }),
            updated: textIn(one, "updatedAt") ?? "",
          },
        ];
      });
    },
    referenceFor: (parts) => {
      const { environment, item, field } = safeParts(parts);
      const params = {
        project: setting("project") ?? "",
        environment: setting("environment") ?? environment,
        path: setting("path") ?? "/",
      };
      const name = `${item}_${field}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
      return formatVals({ backend: "infisical", path: name, params, key: undefined });
    },
    check: async () => {
      const url = `${api}/api/v1/workspace/${encodeURIComponent(setting("project") ?? "")}`;
      const { status } = await call(url, { what: "see the project", known: [404] });
      return { may: ["log in"], lacks: status === 404 ? ["see the project: the identity is not a member of it"] : [] };
    },
  };
}

function addressOf(reference: string, { facts, setting }: BackendOptions): Address {
  const form = "ref+infisical://NAME?project=ID&environment=dev&path=/";
  const { path: name, params, key } = parseVals(reference, { title: facts.title, form });
  const project = params["project"] ?? params["project_id"] ?? setting("project");
  if (project === undefined) throw notLoggedIn(facts.title, "name the project in the reference or in the settings");
  return {
    name,
    project,
    environment: params["environment"] ?? setting("environment") ?? "dev",
    path: params["path"] ?? "/",
    isDynamic: params["dynamic"] === "true",
    key,
    reference,
  };
}

async function logIn({ ports, facts, setting, secret }: BackendOptions, api: string): Promise<Secret> {
  const ready = await secret("token");
  if (ready !== undefined) return ready;
  const [clientId, clientSecret] = [setting("client-id"), await secret("client-secret")];
  if (clientId === undefined || clientSecret === undefined) {
    throw notLoggedIn(facts.title, "set the client id and secret of a machine identity with: leastkey vault add");
  }
  const { status, body } = await ports.http(facts.title, {
    method: "POST",
    url: `${api}/api/v1/auth/universal-auth/login`,
    headers: { "Content-Type": "application/json" },
    body: jsonBody({ clientId, clientSecret }),
  });
  const token = secretIn(recordOf(body), "accessToken");
  if (status === 200 && token !== undefined) return token;
  throw badStatus(facts.title, status === 200 ? 401 : status, "log in");
}

interface Making {
  readonly address: Address;
  readonly options: BackendOptions;
  readonly leases: Lease[];
}

async function makeDynamic(call: Rest, api: string, { address, options, leases }: Making): Promise<Secret> {
  const { ttlSeconds } = options.limits;
  const content = {
    dynamicSecretName: address.name,
    projectSlug: address.project,
    environmentSlug: address.environment,
    path: address.path,
    ...(ttlSeconds === undefined ? {} : { ttl: `${String(ttlSeconds)}s` }),
  };
  const url = `${api}/api/v1/dynamic-secrets/leases`;
  const { record } = await call(url, { method: "POST", content, what: `make ${address.name}`, known: [] });
  const id = textIn(below(record, "lease"), "id");
  const data = below(record, "data");
  if (id === undefined || data === undefined) {
    throw unreachable(options.facts.title, "made no credential", "check the dynamic secret's name and its project");
  }
  leases.push({ reference: address.reference, id, seconds: ttlSeconds });
  return Secret.of(JSON.stringify(data));
}

async function giveBack(
  call: Rest,
  api: string,
  { options, leases }: { readonly options: BackendOptions; readonly leases: readonly Lease[] },
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { id, reference } of leases) {
    const project = addressOf(reference, options);
    const content = {
      projectSlug: project.project,
      environmentSlug: project.environment,
      path: project.path,
      isForced: false,
    };
    const url = `${api}/api/v1/dynamic-secrets/leases/${encodeURIComponent(id)}`;
    const done = await call(url, { method: "DELETE", content, what: "give a lease back" }).then(
      () => true,
      () => false,
    );
    if (!done) left.push(reference);
  }
  return left;
}
