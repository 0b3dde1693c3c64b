import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, readOnly } from "../failure.ts";
import { firstLine, keyOf } from "../json.ts";
import { parseVals } from "../vals.ts";
import { callProgram, noLeases, resolvesWith } from "./program.ts";

interface Reading {
  readonly file: string;
  readonly args: readonly string[];
  /** What the reference names stands under this key of the program's JSON; undefined: it is the output. */
  readonly key?: string;
}

/** Vaults whose program takes a new value as an argument only, where every other program could read it: read alone. */
const readings: Readonly<Record<string, (reference: string, options: BackendOptions) => Reading>> = {
  // docs.keeper.io, Secrets Manager CLI, 2026-11: `ksm secret notation`
  keeper: (reference, { facts }) => {
    if (!/^keeper:\/\/[^/\s-][^/\n"'`]*\/[a-z_]+(?:\/[^\n"'`]+)?$/.test(reference)) {
      throw badReference(facts.title, "it has another form", "keeper://UID/field/password");
    }
    return { file: "ksm", args: ["secret", "notation", reference] };
  },
  // protonpass.github.io/pass-cli, 2026-11: `pass-cli item view`
  "proton-pass": (reference, { facts }) => {
    if (!/^pass:\/\/[^/\n"'`]+\/[^/\n"'`]+\/[^/\n"'`]+$/.test(reference)) {
      throw badReference(facts.title, "it has another form", "pass://vault/item/field");
    }
    return { file: "pass-cli", args: ["item", "view", reference] };
  },
  // bitwarden.com/help/secrets-manager-cli, 2026-11: `bws secret get ID`, JSON by default
  bitwarden: (reference, { facts }) => {
    const { path, key } = parseVals(reference, { title: facts.title, form: "ref+bws://SECRET-ID" });
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(path)) {
      throw badReference(facts.title, "it names no id", "ref+bws://SECRET-ID");
    }
    return { file: "bws", args: ["secret", "get", path, "--output", "json"], key: key ?? "value" };
  },
};

export function open(options: BackendOptions): RemoteVault {
  const { facts } = options;
  const reading = readings[facts.id];
  if (reading === undefined) throw readOnly(facts.title, "it is not known how");
  const get = async (reference: string): Promise<Secret | undefined> => {
    const { file, args, key } = reading(reference, options);
    const token = await options.secret("token");
    const env = token === undefined ? {} : { env: { [tokenVariable(options)]: token } };
    const output = await callProgram(
      options,
      { file, args, ...env },
      { what: `read ${reference}`, login: `log in: ${file}` },
    );
    if (output === undefined) return undefined;
    return key === undefined ? firstLine(output) : keyOf(output, key);
  };
  const refuse = (): Promise<never> =>
    Promise.reject(readOnly(facts.title, "its program takes values as arguments, which every other program can read"));
  return {
    id: facts.id,
    resolves: resolvesWith(facts),
    title: facts.title,
    get,
    set: refuse,
    remove: refuse,
    list: () => Promise.resolve([]),
    referenceFor: () => {
      throw readOnly(facts.title, "its program takes values as arguments, which every other program can read");
    },
    check: async () => {
      const { file } = reading(sampleOf(options), options);
      await options.ports.run(facts.title, { file, args: ["--version"] });
      return { may: [`start ${file}`], lacks: ["write: Leastkey only reads here"] };
    },
    ...noLeases,
  };
}

const tokenVariable = ({ facts }: BackendOptions): string =>
  facts.settings.find(({ key }) => key === "token")?.env[0] ?? "TOKEN";

const sampleOf = ({ facts }: BackendOptions): string =>
  ({ keeper: "keeper://UID/field/password", "proton-pass": "pass://v/i/f" })[facts.id] ??
  "ref+bws://00000000-0000-0000-0000-000000000000";
