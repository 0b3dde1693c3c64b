import { LeastkeyError } from "../../core/errors.ts";
import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, Lease, RemoteVault } from "../backend.ts";
import { badReference, denied, exists, notLoggedIn, notStored } from "../failure.ts";
import { below, type JsonRecord, secretIn, textIn } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import type { VaultItem } from "../vault.ts";
import { type BaoClient, baoClient } from "./openbao-client.ts";
import { type ShortToken, shortToken } from "./openbao-token.ts";
import { resolvesWith } from "./program.ts";

interface Address {
  readonly path: string; // without the "data/" of KV version 2
  readonly key: string;
  readonly version: string | undefined;
}

interface Mount {
  readonly path: string; // "secret/"
  readonly type: string; // "kv", "database"
  readonly version: string; // of kv
}

/** HashiCorp Vault and OpenBao: KV version 1 and 2, and every engine that makes credentials when it is read. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  if (setting("address") === undefined) {
    throw notLoggedIn(
      facts.title,
      `say where it is: set ${facts.presence[0] ?? "its address"} or run leastkey vault add`,
    );
  }
  const client = baoClient(options);
  const short = shortToken(client, options);
  const made = new Map<string, JsonRecord>();
  const leases: Lease[] = [];
  const backend = facts.id === "openbao" ? "openbao" : "vault";
  const addressOf = (reference: string): Address => parseAddress(reference, facts.title, backend);

  const get = async (reference: string): Promise<Secret | undefined> => {
    await short.begin();
    const address = addressOf(reference);
    const mount = await mountOf(client, address.path);
    if (mount.type === "kv") return secretIn((await readKv(client, mount, address))?.data, address.key);
    const known = made.get(address.path);
    if (known !== undefined) return secretIn(known, address.key);
    const { status, record } = await client.call("GET", address.path);
    const data = below(record, "data");
    if (status !== 200 || data === undefined) return undefined;
    made.set(address.path, data);
    const id = textIn(record, "lease_id") ?? "";
    const duration = record?.["lease_duration"];
    if (id !== "") leases.push({ reference, id, seconds: typeof duration === "number" ? duration : undefined });
    return secretIn(data, address.key);
  };

  return {
    id: facts.id,
    resolves: resolvesWith(facts),
    title: facts.title,
    get,
    set: async (reference, value, { overwrite = false } = {}) => {
      const address = addressOf(reference);
      await writeKv(client, address, { value, overwrite, reference });
      if ((await get(reference))?.equals(value) !== true) throw notStored(reference);
    },
    remove: async (reference) => removeKey(client, addressOf(reference)),
    list: async () => listKv(client, `${setting("mount") ?? "secret"}/`, backend),
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      const path = `${setting("mount") ?? "secret"}/${project}/${environment}/${item}`;
      return formatVals({ backend, path, params: {}, key: field });
    },
    check: async () => capabilities(client, setting("mount") ?? "secret"),
    makes: async (reference) => (await mountOf(client, addressOf(reference).path)).type !== "kv",
    leases: () => [...short.leases(), ...leases],
    end: async () => endAll(client, short, leases),
    logIn: async (browser) => (await import("./openbao-oidc.ts")).logInByBrowser(client, options, browser),
  };
}

/** `ref+vault://mount/path#/key`, `vault:mount/data/path#key`, `bao:...#key#version` */
function parseAddress(reference: string, title: string, backend: string): Address {
  const form = `ref+${backend}://mount/path#/key`;
  const native = /^(?:>>)?(?:vault|bao):([A-Za-z0-9_./-]+)#([A-Za-z0-9_.-]+)(?:#(\d+))?$/.exec(reference);
  if (native !== null) {
    const [, path = "", key = "", version] = native;
    const segments = path.split("/");
    if (segments.includes("..") || segments.includes(".")) throw badReference(title, "its path steps up", form);
    return { path: segments.filter((part, at) => !(at === 1 && part === "data")).join("/"), key, version };
  }
  const { path, key, params } = parseVals(reference, { title, form });
  if (key === undefined) throw badReference(title, "it names no key", form);
  return { path, key, version: params["version"] };
}

async function mountOf(client: BaoClient, path: string): Promise<Mount> {
  const { record, status } = await client.call("GET", `sys/internal/ui/mounts/${path}`);
  const data = below(record, "data");
  const mount = textIn(data, "path");
  if (status !== 200 || mount === undefined) {
    throw denied(
      client.title,
      `say what is at ${path}`,
      "check the first part of the path, and that a policy allows it",
    );
  }
  return { path: mount, type: textIn(data, "type") ?? "", version: textIn(below(data, "options"), "version") ?? "1" };
}

interface KvRead {
  readonly data: JsonRecord;
  readonly version: number;
}

/** undefined: nothing is there, or its latest version was deleted. */
async function readKv(client: BaoClient, mount: Mount, { path, version }: Address): Promise<KvRead | undefined> {
  const below_ = path.slice(mount.path.length);
  const isSecond = mount.version === "2";
  const query = isSecond && version !== undefined ? `?version=${version}` : "";
  const at = isSecond ? `${mount.path}data/${below_}${query}` : path;
  const { record, status } = await client.call("GET", at);
  const data = isSecond ? below(record, "data", "data") : below(record, "data");
  if (status !== 200 || data === undefined) return undefined;
  const known = below(record, "data", "metadata")?.["version"];
  return { data, version: typeof known === "number" ? known : 0 };
}

interface Write {
  readonly value: Secret;
  readonly overwrite: boolean;
  readonly reference: string;
}

/** The other keys of the item stay; version 2 refuses when somebody wrote in between. */
async function writeKv(client: BaoClient, address: Address, { value, overwrite, reference }: Write): Promise<void> {
  const mount = await mountOf(client, address.path);
  if (mount.type !== "kv") {
    throw denied(
      client.title,
      `write ${address.path}`,
      `${mount.path} makes credentials (${mount.type}) and stores none`,
    );
  }
  const known = await readKv(client, mount, address);
  const now = secretIn(known?.data, address.key);
  if (now?.equals(value) === true) return;
  if (now !== undefined && !overwrite) throw exists(reference);
  await store(client, { mount, address, data: { ...known?.data, [address.key]: value }, cas: known?.version ?? 0 });
}

interface Storing {
  readonly mount: Mount;
  readonly address: Address;
  readonly data: JsonRecord;
  readonly cas: number;
}

async function store(client: BaoClient, { mount, address, data, cas }: Storing): Promise<void> {
  const path = address.path.slice(mount.path.length);
  const isSecond = mount.version === "2";
  const isDeleted = isSecond && cas === 0 ? await latestOf(client, mount, path) : cas;
  const { status } = isSecond
    ? await client.call("POST", `${mount.path}data/${path}`, { options: { cas: isDeleted }, data })
    : await client.call("POST", address.path, data);
  if (status === 200 || status === 204) return;
  throw new LeastkeyError(
    "file.changed",
    `${client.title} did not take ${address.path}: somebody else wrote it in between, or the path takes no values`,
    "nothing was changed; try again",
  );
}

/** A deleted item still has a version, and check-and-set counts from it. */
async function latestOf(client: BaoClient, mount: Mount, path: string): Promise<number> {
  const { record, status } = await client
    .call("GET", `${mount.path}metadata/${path}`)
    .catch(() => ({ record: undefined, status: 404 }));
  const version = below(record, "data")?.["current_version"];
  return status === 200 && typeof version === "number" ? version : 0;
}

async function removeKey(client: BaoClient, address: Address): Promise<boolean> {
  const mount = await mountOf(client, address.path);
  const known = await readKv(client, mount, address);
  if (known === undefined || !Object.hasOwn(known.data, address.key)) return false;
  const data = Object.fromEntries(Object.entries(known.data).filter(([key]) => key !== address.key));
  if (Object.keys(data).length > 0) await store(client, { mount, address, data, cas: known.version });
  else {
    const path = address.path.slice(mount.path.length);
    await client.call("DELETE", mount.version === "2" ? `${mount.path}data/${path}` : address.path);
  }
  return true;
}

const mostItems = 2000;

/** GET with ?list=true: Node's HTTP parser, and so any proxy written in it, answers 400 to the verb LIST. */
async function listKv(client: BaoClient, mountPath: string, backend: string): Promise<readonly VaultItem[]> {
  const mount = await mountOf(client, mountPath);
  const found: VaultItem[] = [];
  const walk = async (folder: string): Promise<void> => {
    const at = mount.version === "2" ? `${mount.path}metadata/${folder}` : `${mount.path}${folder}`;
    const { record } = await client.call("GET", `${at}?list=true`);
    const keys = below(record, "data")?.["keys"];
    for (const name of Array.isArray(keys) ? keys : []) {
      if (typeof name !== "string" || found.length >= mostItems) continue;
      if (name.endsWith("/")) await walk(folder + name);
      else found.push(...(await keysAt(client, { mount, path: folder + name, backend })));
    }
  };
  await walk("");
  return found;
}

async function keysAt(
  client: BaoClient,
  { mount, path, backend }: { readonly mount: Mount; readonly path: string; readonly backend: string },
): Promise<readonly VaultItem[]> {
  const { record } = await client.call("GET", mount.version === "2" ? `${mount.path}data/${path}` : mount.path + path);
  const data = mount.version === "2" ? below(record, "data", "data") : below(record, "data");
  const updated = textIn(below(record, "data", "metadata"), "created_time") ?? "";
  return Object.keys(data ?? {}).map((key) => ({
    reference: formatVals({ backend, path: mount.path + path, params: {}, key }),
    updated,
  }));
}

/** Asked before anything is written: a token that only reads is told at once. */
async function capabilities(client: BaoClient, mount: string): ReturnType<RemoteVault["check"]> {
  const { type, version } = await mountOf(client, `${mount}/`);
  const path = version === "2" ? `${mount}/data/leastkey-check` : `${mount}/leastkey-check`;
  const { record } = await client.call("POST", "sys/capabilities-self", { paths: [path] });
  const given = below(record, "data")?.[path] ?? record?.[path];
  const has = new Set(Array.isArray(given) ? given.filter((one) => typeof one === "string") : []);
  const wanted = [
    ["read", "run, read and inject"],
    ["create", "moving a secret there"],
    ["update", "moving a second secret into one item"],
    ["delete", "putting a secret back with --forget"],
  ] as const;
  const all = has.has("root");
  return {
    may: [
      `reach ${mount}/ (${type} version ${version})`,
      ...wanted.filter(([one]) => all || has.has(one)).map(([one]) => `${one} ${path}`),
    ],
    lacks: wanted.filter(([one]) => !all && !has.has(one)).map(([one, why]) => `${one} ${path}: needed for ${why}`),
  };
}

/** The token's end takes every lease that it made along; else each is given back by itself. */
async function endAll(client: BaoClient, short: ShortToken, leases: readonly Lease[]): Promise<readonly string[]> {
  if (await short.end()) return [];
  const left: string[] = [];
  for (const { id, reference } of leases) {
    const { status } = await client.call("PUT", "sys/leases/revoke", { lease_id: id }).catch(() => ({ status: 500 }));
    if (status !== 200 && status !== 204) left.push(reference);
  }
  return left;
}
