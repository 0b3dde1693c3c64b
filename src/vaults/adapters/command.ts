import type { Secret } from "../../core/secret.ts";
import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, exists, readOnly } from "../failure.ts";
import { safeParts } from "../vals.ts";
import { callProgram, noLeases, requireStored, resolvesWith } from "./program.ts";

const form = "command://path/of/value";

/**
 * Any program: it is started as `PROGRAM get PATH` (the value on its output, exit code 0) and, where the user says that
 * it writes, as `PROGRAM set PATH` with the value on its input. Which program, only the user's own settings say.
 */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  const file = setting("program") ?? "";
  const before = (setting("arguments") ?? "").split(" ").filter((part) => part !== "");
  const isWriting = setting("writes") === "yes";
  const call = (verb: string, path: string, stdin?: Secret) =>
    callProgram(
      options,
      { file, args: [...before, verb, path], ...(stdin === undefined ? {} : { stdin }) },
      { what: `${verb} ${path}`, login: `log in to what ${file} asks` },
    );
  const vault: RemoteVault = {
    id: facts.id,
    resolves: resolvesWith(facts),
    title: facts.title,
    get: async (reference) => call("get", pathOf(reference, facts.title)),
    set: async (reference, value, { overwrite = false } = {}) => {
      if (!isWriting) throw readOnly(facts.title, "its setting 'writes' is not yes");
      const path = pathOf(reference, facts.title);
      const known = await vault.get(reference);
      if (known?.equals(value) === true) return;
      if (known !== undefined && !overwrite) throw exists(reference);
      await call("set", path, value);
      await requireStored(vault, reference, value);
    },
    remove: async (reference) => {
      if (!isWriting) throw readOnly(facts.title, "its setting 'writes' is not yes");
      return (await call("remove", pathOf(reference, facts.title))) !== undefined;
    },
    list: () => Promise.resolve([]),
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      return `command://${project}/${environment}/${item}/${field}`;
    },
    check: async () => {
      await options.ports.run(facts.title, { file, args: [...before, "get", "leastkey-check"] });
      return { may: [`start ${file}`], lacks: isWriting ? [] : ["write: set 'writes' to yes if the program can"] };
    },
    ...noLeases,
  };
  return vault;
}

function pathOf(reference: string, title: string): string {
  const path = /^command:\/\/([A-Za-z0-9_.][A-Za-z0-9_./-]*)$/.exec(reference)?.[1];
  if (path === undefined || path.split("/").includes("..")) throw badReference(title, "it has another form", form);
  return path;
}
