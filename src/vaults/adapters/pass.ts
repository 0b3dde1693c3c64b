import { Secret } from "../../core/secret.ts";
import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, exists, unreachable } from "../failure.ts";
import { keyOf } from "../json.ts";
import { formatVals, parseVals, safeParts } from "../vals.ts";
import { callProgram, noLeases, requireStored, resolvesWith } from "./program.ts";

/** `pass` and `gopass`: one entry each, in files that gpg encrypts. The whole entry is the value, as `pass insert -m` took it. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting, ports } = options;
  const { title } = facts;
  const file = setting("program") ?? facts.id;
  const store = setting("store");
  const env = store === undefined ? {} : { env: { PASSWORD_STORE_DIR: Secret.of(store) } };
  const call = (args: readonly string[], what: string, stdin?: Secret) =>
    callProgram(
      options,
      { file, args, ...env, ...(stdin === undefined ? {} : { stdin }) },
      { what, login: "unlock your gpg key (gpg --card-status, or any decryption), then try again" },
    );
  const addressOf = (reference: string): { readonly path: string; readonly key: string | undefined } => {
    const address = parseVals(reference, { title, form: `ref+${facts.id}://path/of/entry` });
    if (/^[-/]/.test(address.path)) throw badReference(title, "its path is none", `ref+${facts.id}://path/of/entry`);
    return address;
  };
  const vault: RemoteVault = {
    id: facts.id,
    resolves: resolvesWith(facts),
    title,
    get: async (reference) => {
      const { path, key } = addressOf(reference);
      const text = await call(["show", path], `read ${path}`);
      if (text === undefined) return undefined;
      return key === undefined ? text : (keyOf(text, key) ?? lineOf(text, key));
    },
    set: async (reference, value, { overwrite = false } = {}) => {
      const { path, key } = addressOf(reference);
      if (key !== undefined) throw badReference(title, "a key inside an entry is read only", "the path of an entry");
      const known = await vault.get(reference);
      if (known?.equals(value) === true) return;
      if (known !== undefined && !overwrite) throw exists(reference);
      await call(["insert", "--multiline", "--force", path], `write ${path}`, value);
      await requireStored(vault, reference, value);
    },
    remove: async (reference) => {
      const { path } = addressOf(reference);
      return (await call(["rm", "--force", path], `remove ${path}`)) !== undefined;
    },
    list: () => Promise.resolve(entriesOf(options, store ?? `${ports.userHome}/.password-store`)),
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      const path = [setting("folder"), project, environment, item, field]
        .filter((part) => part !== undefined)
        .join("/");
      return formatVals({ backend: facts.id, path, params: {}, key: undefined });
    },
    check: async () => {
      if ((await call(["ls"], "list the store")) !== undefined) return { may: ["list the store"], lacks: [] };
      throw unreachable(title, "has no store yet", `make one with: ${file} init GPG-ID`);
    },
    ...noLeases,
  };
  return vault;
}

/** `key: value` below the first line, as pass's own documentation suggests. */
function lineOf(text: Secret, key: string): Secret | undefined {
  const line = text
    .reveal()
    .split("\n")
    .slice(1)
    .find((one) => one.startsWith(`${key}:`));
  return line === undefined ? undefined : Secret.of(line.slice(key.length + 1).trim());
}

function entriesOf(
  { ports, facts }: BackendOptions,
  root: string,
): ReturnType<RemoteVault["list"]> extends Promise<infer T> ? T : never {
  const walk = (folder: string): readonly { readonly reference: string; readonly updated: string }[] =>
    ports.files.list(folder === "" ? root : `${root}/${folder}`).flatMap(({ name, kind }) => {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (name.startsWith(".")) return [];
      if (kind === "directory") return walk(path);
      if (!name.endsWith(".gpg") && !name.endsWith(".age")) return [];
      const entry = path.replace(/\.(?:gpg|age)$/, "");
      const changed = ports.files.stat(`${root}/${path}`)?.mtimeMs;
      return [
        {
          reference: formatVals({ backend: facts.id, path: entry, params: {}, key: undefined }),
          updated: changed === undefined ? "" : new Date(changed).toISOString(),
        },
      ];
    });
  return walk("");
}
