import { parseDotenv } from "../core/edit/dotenv.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import { recogniseReference } from "../core/reference.ts";
import { Secret } from "../core/secret.ts";
import type { Vault } from "../vaults/vault.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentRequest {
  /** Absolute paths; a later file wins over an earlier one. */
  readonly envFiles: readonly string[];
  readonly env: Environment;
  readonly vault: Vault;
}

export interface ResolvedVariable {
  readonly name: string;
  readonly value: Secret;
  /** What it was resolved from; undefined: the file holds a plain value. */
  readonly reference: string | undefined;
}

export interface ResolvedEnvironment {
  /** What the child gets on top of the environment it inherits. */
  readonly variables: readonly ResolvedVariable[];
  /** References that another tool resolves; they are passed on untouched. */
  readonly foreign: readonly { readonly name: string; readonly system: string; readonly tool: string | undefined }[];
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
    if (request.vault.resolves(value)) named.set(name, value);
    else named.delete(name);
  }
  const variables: ResolvedVariable[] = [];
  const foreign: ResolvedEnvironment["foreign"][number][] = [];
  for (const [name, value] of named) {
    const reference = recogniseReference(value);
    if (request.vault.resolves(value)) {
      variables.push({ name, value: await resolveReference(value, request.vault, name), reference: value });
    } else {
      variables.push({ name, value: Secret.of(value), reference: undefined });
      if (reference !== undefined) foreign.push({ name, system: reference.system, tool: reference.tool });
    }
  }
  return { variables, foreign };
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

/** `{{ REFERENCE }}` in every form that a vault of this user knows, and bare ones of ours; braces make room for what touches it. */
const inTemplate =
  /\{\{\s*((?:leastkey|op|keeper|pass|sm|command):\/\/[^{}\n]*[^{}\s]|(?:secret)?ref\+[^\s{}]+|(?:vault|bao):[^\s{}]+)\s*\}\}|leastkey:\/\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){3}/g;

/** A template with its references resolved. The result is as secret as what went into it. */
export async function fillTemplate(template: string, vault: Vault): Promise<Secret> {
  const values = new Map<string, Secret>();
  for (const match of template.matchAll(inTemplate)) {
    const reference = match[1] ?? match[0];
    if (vault.resolves(reference) && !values.has(reference))
      values.set(reference, await resolveReference(reference, vault));
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
