import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, badStatus, notLoggedIn, unreachable } from "../failure.ts";
import { formBody, isRecord, recordOf, secretIn, textIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { type Rest, rest } from "./rest.ts";
import { type StoredAddress, valueStore } from "./value-store.ts";

interface Address extends StoredAddress {
  readonly vault: string;
  readonly name: string;
  readonly version: string | undefined;
}

const form = "ref+azurekeyvault://VAULT/NAME";
const api = "api-version=7.4";

/** Azure Key Vault over REST (learn.microsoft.com, 2026-11): its SDK needs Node 22. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  const call = rest(options, () => logIn(options));
  const host = (vault: string): string => setting("address") ?? `https://${vault}.vault.azure.net`;
  const urlOf = ({ vault, name, version }: Address): string =>
    `${host(vault)}/secrets/${name}${version === undefined ? "" : `/${version}`}?${api}`;
  return valueStore<Address>({
    facts,
    addressOf: (reference) => addressOf(reference, facts.title),
    read: async (address) => {
      const { status, record } = await call(urlOf(address), { what: `read ${address.name}` });
      return status === 404 ? undefined : secretIn(record, "value");
    },
    write: async (address, text) => {
      const content = { value: text, tags: { "stored-by": "leastkey" } };
      const { status } = await call(urlOf(address), {
        method: "PUT",
        content,
        what: `write ${address.name}`,
        known: [409],
      });
      if (status !== 409) return;
      throw unreachable(
        facts.title,
        `still keeps a deleted ${address.name}, which can be recovered`,
        "recover or purge it in the portal, or choose another name",
      );
    },
    remove: async (address) => {
      const { status } = await call(urlOf(address), { method: "DELETE", what: `remove ${address.name}` });
      return status !== 404;
    },
    ...around(options, call, host),
  });
}

/** Names, and what the login may do. */
function around(
  { setting }: BackendOptions,
  call: Rest,
  host: (vault: string) => string,
): Pick<RemoteVault, "list" | "referenceFor" | "check"> {
  return {
    list: async () => {
      const vault = setting("vault") ?? "";
      const { record } = await call(`${host(vault)}/secrets?${api}&maxresults=25`, { what: "list secrets", known: [] });
      const found = record?.["value"];
      return (Array.isArray(found) ? found : []).filter(isRecord).flatMap((one) => {
        const name = /\/secrets\/([0-9A-Za-z-]+)/.exec(textIn(one, "id") ?? "")?.[1];
        if (name === undefined) return [];
        return [
          {
            reference: formatVals({ backend: "azurekeyvault", path: `${vault}/${name}`, params: {}, key: undefined }),
            updated: "",
          },
        ];
      });
    },
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      // a name holds letters, digits and '-' alone, at most 127 of them
      const name = `${project}-${environment}-${item}-${field}`.replaceAll(/[^0-9A-Za-z-]+/g, "-").slice(0, 127);
      return formatVals({
        backend: "azurekeyvault",
        path: `${setting("vault") ?? ""}/${name}`,
        params: {},
        key: undefined,
      });
    },
    check: async () => {
      const url = `${host(setting("vault") ?? "")}/secrets?${api}&maxresults=1`;
      const { status } = await call(url, { what: "list secrets", known: [403] });
      return { may: ["log in"], lacks: status === 403 ? ["list secrets: needed for leastkey vault list"] : [] };
    },
  };
}

/** The vault's name becomes a host name that gets our token: nothing but a label may stand there. */
function addressOf(reference: string, title: string): Address {
  const { path, key } = parseVals(reference, { title, form });
  const [, vault, name, version] =
    /^([0-9A-Za-z-]{3,24})\/([0-9A-Za-z-]{1,127})(?:\/([0-9a-f]{32}))?$/.exec(path) ?? [];
  if (vault === undefined || name === undefined) throw badReference(title, "it has another form", form);
  return { vault, name, version, key };
}

async function logIn({ ports, facts, setting, secret }: BackendOptions): Promise<Secret> {
  const [tenant, client, clientSecret] = [setting("tenant"), setting("client-id"), await secret("client-secret")];
  if (tenant === undefined || client === undefined || clientSecret === undefined) return fromCli({ ports, facts });
  const { status, body } = await ports.http(facts.title, {
    method: "POST",
    url: `${setting("login-address") ?? "https://login.microsoftonline.com"}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: formBody({
      grant_type: "client_credentials",
      client_id: client,
      client_secret: clientSecret,
      scope: "https://vault.azure.net/.default",
    }),
  });
  const token = secretIn(recordOf(body), "access_token");
  if (status === 200 && token !== undefined) return token;
  throw badStatus(facts.title, status === 200 || status === 400 ? 401 : status, "log in");
}

async function fromCli({ ports, facts }: Pick<BackendOptions, "ports" | "facts">): Promise<Secret> {
  const args = ["account", "get-access-token", "--resource", "https://vault.azure.net", "--output", "json"];
  const { code, stdout } = await ports.run(facts.title, { file: "az", args });
  const token = code === 0 ? secretIn(recordOf(stdout), "accessToken") : undefined;
  if (token !== undefined) return token;
  throw notLoggedIn(facts.title, "run 'az login', or configure a service principal with: leastkey vault add");
}
