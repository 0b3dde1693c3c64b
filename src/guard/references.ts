import { parseDotenv } from "../core/edit/dotenv.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import { recogniseReference } from "../core/reference.ts";
import { Secret } from "../core/secret.ts";
import { isOurReference, parseReference } from "../vaults/reference.ts";
import type { RemoteVault, RemoteWorld } from "../vaults/remote.ts";
import type { Vault } from "../vaults/vault.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Vaults of others, by the references they resolve. */
export interface RemoteVaults {
  readonly vaults: readonly RemoteVault[];
  readonly world: RemoteWorld;
}

export interface EnvironmentRequest {
  /** Absolute paths; a later file wins over an earlier one. */
  readonly envFiles: readonly string[];
  readonly env: Environment;
  readonly vault: Vault;
  readonly remote: RemoteVaults;
}

export interface ResolvedVariable {
  readonly name: string;
  readonly value: Secret;
  /** What it was resolved from; undefined: the file holds a plain value. */
  readonly reference: string | undefined;
}

export interface ForeignReference {
  readonly name: string;
  readonly system: string;
  readonly tool: string | undefined;
  /** What the user has to set up for Leastkey to resolve it. */
  readonly lacks: string | undefined;
}

export interface ResolvedEnvironment {
  /** What the child gets on top of the environment it inherits. */
  readonly variables: readonly ResolvedVariable[];
  /** References that nobody here resolves; they are passed on untouched. */
  readonly foreign: readonly ForeignReference[];
}

/**
 * The variables that the files and the environment name, references resolved. As with every dotenv loader, what the
 * environment holds already wins over a file; a reference of ours that cannot be resolved is an error, because the
 * program would send it out as if it were the credential.
 */
export async function resolveEnvironment(request: EnvironmentRequest, files: Files): Promise<ResolvedEnvironment> {
  const named = new Map<string, string>();
  for (const path of request.envFiles) {
    for (const { name, value } of parseDotenv(envText(files, path))) named.set(name, value);
  }
  for (const [name, value] of Object.entries(request.env)) {
    if (value === undefined || value === "") continue;
    if (isOurReference(value) || isResolvedBy(request.remote, value)) named.set(name, value);
    else named.delete(name);
  }
  const variables: ResolvedVariable[] = [];
  const foreign: ForeignReference[] = [];
  for (const [name, value] of named) {
    const reference = recogniseReference(value);
    if (reference?.by === "leastkey" || isResolvedBy(request.remote, value)) {
      variables.push({ name, value: await resolveAny(value, request, name), reference: value });
    } else {
      variables.push({ name, value: Secret.of(value), reference: undefined });
      if (reference !== undefined)
        foreign.push({
          name,
          system: reference.system,
          tool: reference.tool,
          lacks: remoteFor(value, request.remote)?.lacks,
        });
    }
  }
  return { variables, foreign };
}

interface Remote {
  readonly vault: RemoteVault;
  readonly lacks: string | undefined;
}

function remoteFor(text: string, { vaults, world }: RemoteVaults): Remote | undefined {
  const vault = text.length > 4096 ? undefined : vaults.find(({ reads }) => reads(text));
  return vault === undefined ? undefined : { vault, lacks: vault.lacks(world) };
}

function isResolvedBy(remote: RemoteVaults, text: string): boolean {
  const found = remoteFor(text, remote);
  return found !== undefined && found.lacks === undefined;
}

type Where = Pick<EnvironmentRequest, "vault" | "remote">;

/** The value of a reference in any form that Leastkey resolves. Throws `vault.*` or `reference.invalid`. */
export async function resolveAny(reference: string, where: Where, forName?: string): Promise<Secret> {
  const remote = isOurReference(reference) ? undefined : remoteFor(reference, where.remote);
  if (remote === undefined) {
    parseReference(reference);
    return resolveReference(reference, where.vault, forName);
  }
  const { vault, lacks } = remote;
  if (lacks !== undefined) throw new LeastkeyError("vault.unreachable", `${vault.title} is not set up here`, lacks);
  const value = await vault.resolve(reference, where.remote.world);
  if (value !== undefined) return value;
  throw new LeastkeyError(
    "vault.missing",
    `${vault.title} holds nothing for ${forName === undefined ? "" : `${forName}, `}${reference}`,
    "check the path and the name of the field there",
  );
}

/** One reference's value; throws `vault.missing` when the vault has no such item. */
export async function resolveReference(reference: string, vault: Vault, forName?: string): Promise<Secret> {
  const value = await vault.get(reference);
  if (value === undefined) {
    throw new LeastkeyError(
      "vault.missing",
      `the vault holds nothing for ${forName === undefined ? "" : `${forName}, `}${reference}`,
      "list what it holds with: leastkey vault list",
    );
  }
  return value;
}

/** `{{ reference }}` in any form that is resolved here, and bare ones of ours; the braces make room for more text. */
const inTemplate = /\{\{\s*([^\s{}]+(?: [^\s{}]+)*)\s*\}\}|leastkey:\/\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){3}/g;

/** A template with its references resolved; other braces stay. The result is as secret as what went into it. */
export async function fillTemplate(template: string, where: Where): Promise<Secret> {
  const values = new Map<string, Secret>();
  for (const match of template.matchAll(inTemplate)) {
    const reference = match[1] ?? match[0];
    const isResolved = reference.startsWith("leastkey://") || remoteFor(reference, where.remote) !== undefined;
    if (isResolved && !values.has(reference)) values.set(reference, await resolveAny(reference, where));
  }
  return Secret.of(
    template.replaceAll(inTemplate, (whole: string, braced: string | undefined) => {
      const value = values.get(braced ?? whole);
      return value === undefined ? whole : value.reveal();
    }),
  );
}

/** The mark by which this process was started by a coding agent, "CLAUDECODE"; undefined when there is none. */
export function agentMark(env: Environment, marks: readonly string[]): string | undefined {
  return marks.find((mark) => {
    const [name = "", prefix] = mark.split("=", 2);
    const value = env[name];
    if (value === undefined || value === "") return false;
    return prefix === undefined || value.startsWith(prefix);
  });
}

function envText(files: Files, path: string): string {
  const text = files.readText(path);
  if (text === undefined) {
    throw new LeastkeyError("file.unreadable", `there is no ${path}`, "name the file with --env-file, or leave it out");
  }
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
