import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, notLoggedIn } from "../failure.ts";
import { base64Of, below, firstLine, fromBase64, isRecord, textIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { type Rest, rest } from "./rest.ts";
import { type StoredAddress, valueStore } from "./value-store.ts";

interface Address extends StoredAddress {
  readonly project: string;
  readonly name: string;
  readonly version: string;
}

const form = "ref+gcpsecrets://PROJECT/SECRET";

/** Google Secret Manager over REST (cloud.google.com, 2026-11): its SDK weighs 2 MB and needs Node 22. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  const call = rest(options, () => tokenOf(options));
  const api = `${setting("address") ?? "https://secretmanager.googleapis.com"}/v1`;
  const at = ({ project, name }: Address): string => `${api}/projects/${project}/secrets/${name}`;
  return valueStore<Address>({
    facts,
    addressOf: (reference) => addressOf(reference, facts.title),
    read: async (address) => {
      const { status, record } = await call(`${at(address)}/versions/${address.version}:access`, {
        what: `read ${address.name}`,
      });
      const data = textIn(below(record, "payload"), "data");
      return status === 404 || data === undefined ? undefined : fromBase64(data);
    },
    write: async (address, text, isNew) => {
      if (isNew) {
        const content = { replication: { automatic: {} }, labels: { "stored-by": "leastkey" } };
        const url = `${api}/projects/${address.project}/secrets?secretId=${address.name}`;
        // 409: it exists and has no version yet
        await call(url, { method: "POST", content, what: `create ${address.name}`, known: [409] });
      }
      const content = { payload: { data: base64Of(text) } };
      await call(`${at(address)}:addVersion`, { method: "POST", content, what: `write ${address.name}`, known: [] });
    },
    remove: async (address) => {
      const { status } = await call(at(address), { method: "DELETE", what: `remove ${address.name}` });
      return status !== 404;
    },
    ...around(options, call, api),
  });
}

/** Names, and what the login may do. */
function around(
  { setting }: BackendOptions,
  call: Rest,
  api: string,
): Pick<RemoteVault, "list" | "referenceFor" | "check"> {
  return {
    list: async () => {
      const project = setting("project") ?? "";
      const { record } = await call(`${api}/projects/${project}/secrets?pageSize=1000`, {
        what: "list secrets",
        known: [],
      });
      const found = record?.["secrets"];
      return (Array.isArray(found) ? found : []).filter(isRecord).flatMap((one) => {
        const name = textIn(one, "name")?.split("/").at(-1);
        if (name === undefined) return [];
        return [
          {
            reference: formatVals({ backend: "gcpsecrets", path: `${project}/${name}`, params: {}, key: undefined }),
            updated: textIn(one, "createTime") ?? "",
          },
        ];
      });
    },
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      const name = `${project}-${environment}-${item}-${field}`.replaceAll(/[^0-9A-Za-z_-]+/g, "-").slice(0, 255);
      return formatVals({
        backend: "gcpsecrets",
        path: `${setting("project") ?? project}/${name}`,
        params: {},
        key: undefined,
      });
    },
    check: async () => {
      const project = setting("project") ?? "";
      const content = {
        permissions: ["secretmanager.versions.access", "secretmanager.secrets.create", "secretmanager.versions.add"],
      };
      const url = `${setting("resource-manager") ?? "https://cloudresourcemanager.googleapis.com"}/v1/projects/${project}:testIamPermissions`;
      const { record } = await call(url, { method: "POST", content, what: "ask for rights", known: [403, 404] });
      const given = record?.["permissions"];
      const may = (Array.isArray(given) ? given : []).filter((one) => typeof one === "string");
      return { may, lacks: content.permissions.filter((one) => !may.includes(one)) };
    },
  };
}

/** `sm://project/secret#version` of berglas as well. */
function addressOf(reference: string, title: string): Address {
  const berglas = /^sm:\/\/([a-z0-9-]+)\/([A-Za-z0-9_-]+)(?:#([A-Za-z0-9]+))?$/.exec(reference);
  if (berglas !== null) {
    const [, project = "", name = "", version = "latest"] = berglas;
    return { project, name, version, key: undefined };
  }
  const { path, params, key } = parseVals(reference, { title, form });
  const [, project, name] = /^([a-z0-9-]{4,40})\/([A-Za-z0-9_-]{1,255})$/.exec(path) ?? [];
  const version = params["version"] ?? "latest";
  if (project === undefined || name === undefined || !/^(?:latest|\d+)$/.test(version)) {
    throw badReference(title, "it has another form", form);
  }
  return { project, name, version, key };
}

async function tokenOf({ ports, facts, secret }: BackendOptions): Promise<Secret> {
  const ready = await secret("token");
  if (ready !== undefined) return ready;
  const { code, stdout } = await ports.run(facts.title, { file: "gcloud", args: ["auth", "print-access-token"] });
  const token = firstLine(stdout);
  if (code === 0 && token.length > 0) return token;
  throw notLoggedIn(facts.title, "run 'gcloud auth login', or set CLOUDSDK_AUTH_ACCESS_TOKEN");
}
