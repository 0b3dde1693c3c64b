import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, notLoggedIn } from "../failure.ts";
import { below, isRecord, secretIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { type Rest, rest } from "./rest.ts";
import { type StoredAddress, valueStore } from "./value-store.ts";

interface Address extends StoredAddress {
  readonly project: string;
  readonly config: string;
  readonly name: string;
}

/** Doppler's API, version 3 (docs.doppler.com, 2026-11). A service token knows its one project and config by itself. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting, secret } = options;
  const call = rest(options, async () => {
    const token = await secret("token");
    if (token !== undefined) return token;
    throw notLoggedIn(facts.title, "set DOPPLER_TOKEN, or keep the token in the embedded vault and name its reference");
  });
  const api = `${setting("address") ?? "https://api.doppler.com"}/v3/configs/config`;
  const query = ({ project, config }: Address): string =>
    `project=${encodeURIComponent(project)}&config=${encodeURIComponent(config)}`;
  return valueStore<Address>({
    facts,
    addressOf: (reference) => {
      const form = "ref+doppler://PROJECT/CONFIG/NAME";
      const { path, key } = parseVals(reference, { title: facts.title, form });
      const [project, config, name, ...more] = path.split("/");
      if (project === undefined || config === undefined || name === undefined || more.length > 0) {
        throw badReference(facts.title, "it needs three parts", form);
      }
      return { project, config, name, key };
    },
    read: async (address) => {
      const url = `${api}/secret?${query(address)}&name=${encodeURIComponent(address.name)}`;
      const { status, record } = await call(url, { what: `read ${address.name}` });
      return status === 404 ? undefined : secretIn(below(record, "value"), "computed");
    },
    write: async ({ project, config, name }, text) => {
      const content = { project, config, secrets: { [name]: text } };
      await call(`${api}/secrets`, { method: "POST", content, what: `write ${name}`, known: [] });
    },
    remove: async (address) => {
      const url = `${api}/secret?${query(address)}&name=${encodeURIComponent(address.name)}`;
      const { status } = await call(url, { method: "DELETE", what: `remove ${address.name}` });
      return status !== 404;
    },
    ...around(options, call, query),
  });
}

/** Names, and what the login may do. */
function around(
  options: BackendOptions,
  call: Rest,
  query: (address: Address) => string,
): Pick<RemoteVault, "list" | "referenceFor" | "check"> {
  const { setting } = options;
  const api = `${setting("address") ?? "https://api.doppler.com"}/v3/configs/config`;
  return {
    list: async () => {
      const address = { project: setting("project") ?? "", config: setting("config") ?? "", name: "", key: undefined };
      const { record } = await call(`${api}/secrets/names?${query(address)}`, { what: "list names", known: [] });
      const names = record?.["names"];
      const path = `${address.project}/${address.config}`;
      return (Array.isArray(names) ? names : [])
        .filter((name) => typeof name === "string")
        .map((name) => ({
          reference: formatVals({ backend: "doppler", path: `${path}/${name}`, params: {}, key: undefined }),
          updated: "",
        }));
    },
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      const name = `${item}_${field}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
      const path = `${setting("project") ?? project}/${setting("config") ?? environment}/${name}`;
      return formatVals({ backend: "doppler", path, params: {}, key: undefined });
    },
    check: async () => {
      const { record } = await call(`${setting("address") ?? "https://api.doppler.com"}/v3/me`, {
        what: "say who we are",
        known: [],
      });
      return { may: [isRecord(record) ? "log in" : "reach it"], lacks: [] };
    },
  };
}
