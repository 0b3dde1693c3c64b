import type { Backups, Catalogue } from "./catalogue.ts";
import { isCommand } from "./match-command.ts";
import { catalogues } from "./providers/index.ts";
import { destroyedByStatement, type Statement } from "./statements.ts";

/** Something that a call would destroy. */
export interface Destroyed {
  /** After "destroy": "a Railway volume and its data". */
  readonly what: string;
  /** "its backups die with it"; undefined: not known. */
  readonly backups: string | undefined;
  /** As passports name the service; "unknown" where nothing tells. */
  readonly service: string;
  readonly bulk: boolean;
}

/** Shows what would happen, or how: nothing dies. `-h` is a host for database programs, so it counts alone only. */
const onlyTells = /^(?:--dry-?run(?:=(?:client|server|true))?|--help|--plan-only|--simulate|--noop|-dryrun)$/;

/** By a command: its program and arguments as they will reach it, and the texts on its standard input. */
export function destroyedByCommand(argv: readonly string[], stdin: readonly string[] = []): Destroyed | undefined {
  const [program = "", ...args] = argv;
  const name = program.slice(program.lastIndexOf("/") + 1).replace(/\.(?:exe|cmd)$/i, "");
  if (args.some((arg) => onlyTells.test(arg)) || (args.length > 0 && /^(?:-h|help)$/.test(args.at(-1) ?? ""))) {
    return undefined;
  }
  const command = [name, ...args];
  for (const catalogue of catalogues) {
    const entry = catalogue.commands.find((one) => isCommand(one, command) || isCommand(one, [program, ...args]));
    if (entry !== undefined) return destroyedOf(entry, catalogue);
  }
  const request = requestOf(name, args);
  if (request !== undefined) return destroyedByRequest(request);
  const texts = [...args, ...stdin];
  return sqlPrograms.test(name) || mongoPrograms.test(name) ? byStatement(texts, name) : undefined;
}

const sqlPrograms =
  /^(?:psql|mysql|mariadb|sqlcmd|usql|pgcli|mycli|cockroach|clickhouse-client|clickhouse|snowsql|snow|sqlplus|bq|cqlsh|turso|wrangler|supabase|pscale|sqlite3|duckdb|trino|presto|databricks|spanner-cli)$/;
const mongoPrograms = /^(?:mongosh|mongo)$/;

function byStatement(texts: readonly string[], program: string): Destroyed | undefined {
  const kind: Statement = mongoPrograms.test(program) ? "mongo" : "sql";
  const found = texts.map((text) => destroyedByStatement(text, kind)).find((one) => one !== undefined);
  return found === undefined ? undefined : { ...found, backups: undefined, service: "databases" };
}

/** A request, as a proxy sees it and as a command line describes it. `host` in small letters, without port. */
export interface RequestToJudge {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly body?: string;
}

const local = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|.+\.local|.+\.localhost)$/;

/** By a request: the provider's own entry, a GraphQL mutation, else any DELETE. Nothing on this machine counts. */
export function destroyedByRequest({ method, host, path, body }: RequestToJudge): Destroyed | undefined {
  if (local.test(host)) return undefined;
  const catalogue = catalogues.find(({ hosts }) => hosts.some((pattern) => hostMatches(pattern, host)));
  const verb = method.toUpperCase();
  const plain = path.replace(/[?#].*$/, "").replace(/\/+$/, "") || "/";
  const entry = catalogue?.requests?.find((one) => one.method === verb && pathFits(one.path, plain));
  if (catalogue !== undefined && entry !== undefined) return destroyedOf(entry, catalogue);
  const mutation = body === undefined ? undefined : byMutation(body, catalogue);
  if (mutation !== undefined) return mutation;
  if (verb !== "DELETE") return undefined;
  return {
    what: "whatever stands at that URL",
    backups: undefined,
    service: catalogue?.service ?? "unknown",
    bulk: false,
  };
}

/** A text that holds a GraphQL mutation of a known name, or one whose name says that it deletes. */
export function byMutation(text: string, catalogue?: Catalogue): Destroyed | undefined {
  const known = catalogue === undefined ? catalogues : [catalogue];
  for (const one of known) {
    const entry = one.mutations?.find(({ name }) => new RegExp(`\\b${name}\\s*[({]`).test(text));
    if (entry !== undefined) return destroyedOf(entry, one);
  }
  const deletes =
    /\bmutation\b[\s\S]*?\b(?:(?:delete|destroy|remove|wipe|purge|drop)[A-Z]\w*|\w+(?:Delete|Destroy|Remove|Wipe|Purge|Drop)\w*)\s*[({]/.test(
      text,
    ) ||
    /\b(?:volume|project|service|environment|database|plugin|deployment|app|bucket|cluster|repository|organization|zone|site|instance|table)s?(?:Delete|Destroy|Wipe|Purge)\s*[({]/.test(
      text,
    );
  const service = catalogue?.service ?? "unknown";
  return deletes ? { what: "what that GraphQL mutation deletes", backups: undefined, service, bulk: false } : undefined;
}

const backupWords: Readonly<Record<Backups, string>> = {
  gone: "its backups die with it",
  kept: "backups are kept for a time",
  none: "there is no backup of it",
};

type Entry = { readonly dies: string; readonly backups?: Backups; readonly bulk?: true };

function destroyedOf({ dies, backups, bulk }: Entry, { service }: Catalogue): Destroyed {
  const told = backups === undefined ? undefined : backupWords[backups];
  return { what: dies, backups: told, service, bulk: bulk === true };
}

const hostMatches = (pattern: string, host: string): boolean =>
  pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;

function pathFits(pattern: string, path: string): boolean {
  const body = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]+" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${body}$`).test(path);
}

/** What curl, HTTPie, xh and wget would send. */
function requestOf(program: string, args: readonly string[]): RequestToJudge | undefined {
  if (!/^(?:curl|http|https|xh|xhs|wget|curlie|hurl)$/.test(program)) return undefined;
  const target = args.map((arg) => addressIn(arg, program)).find((one) => one !== undefined);
  if (target === undefined) return undefined;
  const method = methodIn(program, args);
  return { method, host: target.host, path: target.path, body: args.join(" ") };
}

function addressIn(arg: string, program: string): { readonly host: string; readonly path: string } | undefined {
  const bare = /^(?:http|https|xh|xhs|curl|curlie|wget)$/.test(program) ? "(?:https?:\\/\\/)?" : "https?:\\/\\/";
  const found = new RegExp(
    `^(?:--url=)?${bare}(?:[^\\s/@]*@)?(\\[[0-9a-f:]+\\]|[a-z0-9.-]+\\.[a-z0-9-]+|localhost|\\$\\{?\\w+\\}?|[\\uE000-\\uE002]+)(?::\\d+)?(\\/\\S*)?$`,
    "i",
  ).exec(arg);
  return found === null ? undefined : { host: (found[1] ?? "").toLowerCase(), path: found[2] ?? "/" };
}

function methodIn(program: string, args: readonly string[]): string {
  const joined = args.map((arg, at) =>
    /^(?:-X|--request|--method)$/.test(arg) ? args[at + 1] : /^(?:-X|--request=|--method=)(.+)/.exec(arg)?.[1],
  );
  const given = joined.find((one) => one !== undefined);
  if (given !== undefined) return given;
  // HTTPie and xh take the method as a word before the address.
  const word = /^(?:http|https|xh|xhs)$/.test(program)
    ? args.find((arg) => /^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/i.test(arg))
    : undefined;
  return word ?? (args.some((arg) => /^(?:-d|--data|--json|-F|--form|--data-\w+)/.test(arg)) ? "POST" : "GET");
}
