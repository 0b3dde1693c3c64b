import type { BackendOptions, RemoteVault } from "../backend.ts";
import { badReference, exists, unreachable } from "../failure.ts";
import { below, isRecord, jsonBody, parsedOf, textIn } from "../json.ts";
import { safeParts } from "../vals.ts";
import { type Calling, callProgram, noLeases, requireStored, resolvesWith } from "./program.ts";

interface Address {
  readonly vault: string;
  readonly item: string;
  readonly field: string;
}

/** 1Password through its own program `op`: it asks the user itself, and the values never stand in arguments. */
export function open(options: BackendOptions): RemoteVault {
  const { facts, setting } = options;
  const account = setting("account");
  const common = account === undefined ? [] : ["--account", account];
  const calling = (what: string): Calling => ({
    what,
    login: "turn on the app's CLI integration, or set OP_SERVICE_ACCOUNT_TOKEN; then try again",
  });
  const op = async (args: readonly string[], what: string, stdin?: ReturnType<typeof jsonBody>) => {
    const request = { file: "op", args: [...args, ...common], ...(stdin === undefined ? {} : { stdin }) };
    return callProgram(options, request, calling(what));
  };
  const vault: RemoteVault = {
    id: facts.id,
    resolves: resolvesWith(facts),
    title: facts.title,
    get: async (reference) => {
      addressOf(reference, facts.title);
      return op(["read", reference, "--no-newline"], `read ${reference}`);
    },
    set: async (reference, value, { overwrite = false } = {}) => {
      const address = addressOf(reference, facts.title);
      const known = await vault.get(reference);
      if (known?.equals(value) === true) return;
      if (known !== undefined && !overwrite) throw exists(reference);
      await store(op, address, value);
      await requireStored(vault, reference, value);
    },
    remove: async (reference) => {
      const { vault: name, item } = addressOf(reference, facts.title);
      if ((await vault.get(reference)) === undefined) return false;
      return (await op(["item", "delete", item, "--vault", name, "--archive"], `archive ${item}`)) !== undefined;
    },
    list: async () => {
      const name = setting("vault");
      const args = name === undefined ? [] : ["--vault", name];
      const items = parsedOf(
        await required(op(["item", "list", ...args, "--format", "json"], "list items"), facts.title),
      );
      return (Array.isArray(items) ? items : []).filter(isRecord).flatMap((item) => {
        const [of, title] = [textIn(below(item, "vault"), "name"), textIn(item, "title")];
        if (of === undefined || title === undefined) return [];
        return [{ reference: `op://${of}/${title}`, updated: textIn(item, "updated_at") ?? "" }];
      });
    },
    referenceFor: (parts) => {
      const { project, environment, item, field } = safeParts(parts);
      return `op://${setting("vault") ?? "Private"}/${project}-${environment}-${item}/${field}`;
    },
    check: async () => {
      await required(op(["vault", "list", "--format", "json"], "list vaults"), facts.title);
      return { may: ["list vaults"], lacks: [] };
    },
    ...noLeases,
  };
  return vault;
}

type Op = (
  args: readonly string[],
  what: string,
  stdin?: ReturnType<typeof jsonBody>,
) => ReturnType<typeof callProgram>;

/** The template goes in by standard input: `field=value` as an argument is there for every program to read. */
async function store(op: Op, { vault, item, field }: Address, value: Parameters<RemoteVault["set"]>[1]): Promise<void> {
  const known = await op(["item", "get", item, "--vault", vault, "--format", "json"], `read ${item}`);
  const template = known === undefined ? undefined : parsedOf(known);
  const added = { id: field, label: field, type: "CONCEALED", value };
  if (isRecord(template)) {
    const fields = Array.isArray(template["fields"]) ? template["fields"].filter(isRecord) : [];
    const others = fields.filter((one) => one["label"] !== field && one["id"] !== field);
    await op(
      ["item", "edit", item, "--vault", vault],
      `change ${item}`,
      jsonBody({ ...template, fields: [...others, added] }),
    );
    return;
  }
  const content = { title: item, category: "API_CREDENTIAL", fields: [added] };
  await op(["item", "create", "--vault", vault, "--format", "json", "-"], `create ${item}`, jsonBody(content));
}

/** `op://vault/item/[section/]field`, as 1Password's own parser reads it (developer.1password.com, 2026-11). */
function addressOf(reference: string, title: string): Address {
  const parts = /^op:\/\/([A-Za-z0-9_. -]+(?:\/[A-Za-z0-9_. -]+){2,3})(?:\?[a-z=&A-Z0-9-]+)?$/
    .exec(reference)?.[1]
    ?.split("/");
  const [vault, item] = parts ?? [];
  const field = parts?.at(-1);
  if (vault === undefined || item === undefined || field === undefined) {
    throw badReference(title, "it has another form", "op://vault/item/field");
  }
  return { vault, item, field };
}

async function required<T>(answer: Promise<T | undefined>, title: string): Promise<T> {
  const known = await answer;
  if (known !== undefined) return known;
  throw unreachable(title, "answers that there is nothing", "check the account and the name of the vault");
}
