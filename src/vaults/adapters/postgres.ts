import { Secret } from "../../core/secret.ts";
import type { BackendOptions, Lease, RemoteVault } from "../backend.ts";
import { badReference, denied, notLoggedIn, readOnly } from "../failure.ts";
import { firstLine } from "../json.ts";
import { parseVals } from "../vals.ts";
import { scramVerifier } from "./postgres-password.ts";
import { callProgram, resolvesWith } from "./program.ts";

const form = "ref+postgres://ROLE#/username, and the same with #/password";
const defaultSeconds = 900;

interface Login {
  readonly username: string;
  readonly password: Secret;
}

/**
 * A login of PostgreSQL for one command: a member of the role that the reference names, valid for minutes by the
 * server's own clock, dropped when the command ends. Through psql, which knows every way to log in; what it is told
 * goes to its input, and the password only as its verifier, because servers log statements.
 */
export function open(options: BackendOptions): RemoteVault {
  const { facts } = options;
  const made = new Map<string, Promise<Login>>();
  const leases: Lease[] = [];
  const refuse = (): Promise<never> => Promise.reject(readOnly(facts.title, "it stores no values, it makes logins"));
  return {
    id: facts.id,
    title: facts.title,
    resolves: resolvesWith(facts),
    get: async (reference) => {
      const { role, key } = addressOf(reference, options);
      const login = made.get(role) ?? create(options, { role, reference, leases });
      made.set(role, login);
      const { username, password } = await login;
      return key === "username" ? Secret.of(username) : password;
    },
    set: refuse,
    remove: refuse,
    list: () => Promise.resolve([]),
    referenceFor: () => {
      throw readOnly(facts.title, "it stores no values, it makes logins");
    },
    check: async () => {
      const sql = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user;\n";
      const answer = firstLine(await statement(options, sql, "see its own rights"));
      const lacks = answer.equals(Secret.of("t")) ? [] : ["CREATEROLE: needed for making logins"];
      return { may: ["log in"], lacks };
    },
    makes: () => Promise.resolve(true),
    leases: () => leases,
    end: async () => {
      const left: string[] = [];
      for (const { id, reference } of leases) {
        const isGone = await statement(options, dropping(id), "drop a login").then(
          () => true,
          () => false,
        );
        if (!isGone) left.push(reference);
      }
      return left;
    },
  };
}

function addressOf(
  reference: string,
  { facts, limits }: BackendOptions,
): { readonly role: string; readonly key: "username" | "password" } {
  const { path: role, key } = parseVals(reference, { title: facts.title, form });
  if (!/^[A-Za-z_][\w-]{0,62}$/.test(role)) throw badReference(facts.title, "it names no role", form);
  if (key !== "username" && key !== "password") throw badReference(facts.title, "its key is none", form);
  const { scopes = [] } = limits;
  if (scopes.length > 0 && !scopes.includes(role)) {
    throw denied(
      facts.title,
      `make a login of ${role}`,
      `no --scope names it; add --scope ${role}, or leave --scope out`,
    );
  }
  return { role, key };
}

interface Making {
  readonly role: string;
  readonly reference: string;
  readonly leases: Lease[];
}

async function create(options: BackendOptions, { role, reference, leases }: Making): Promise<Login> {
  const seconds = options.limits.ttlSeconds ?? defaultSeconds;
  const username = `leastkey_${letters(12)}`;
  const password = Secret.of(letters(32));
  const verifier = await scramVerifier(password);
  const sql = [
    `SELECT now() + interval '${String(seconds)} s' AS until \\gset`,
    `CREATE ROLE "${username}" LOGIN PASSWORD '${verifier.reveal()}' VALID UNTIL :'until' IN ROLE "${role}";`,
    "",
  ].join("\n");
  await statement(options, sql, `make a login of ${role}`);
  leases.push({ reference, id: username, seconds });
  return { username, password };
}

/** What it made goes to us, its sessions end, then the login does. */
const dropping = (username: string): string =>
  [
    `GRANT "${username}" TO CURRENT_USER;`,
    `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '${username}';`,
    `REASSIGN OWNED BY "${username}" TO CURRENT_USER;`,
    `DROP OWNED BY "${username}";`,
    `DROP ROLE "${username}";`,
    "",
  ].join("\n");

async function statement(options: BackendOptions, sql: string, what: string): Promise<Secret> {
  const { setting, secret, facts } = options;
  const password = await secret("password");
  const env = {
    ...environment("PGHOST", setting("host")),
    ...environment("PGPORT", setting("port")),
    ...environment("PGDATABASE", setting("database")),
    ...environment("PGUSER", setting("user")),
    ...environment("PGSSLMODE", setting("sslmode")),
    PGCONNECT_TIMEOUT: Secret.of("10"),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
  };
  const args = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--no-password", "--set=ON_ERROR_STOP=1"];
  const login = "set the host, the user and the password with: leastkey vault add postgres";
  const output = await callProgram(options, { file: "psql", args, stdin: Secret.of(sql), env }, { what, login });
  if (output !== undefined) return output;
  // psql says "does not exist" of a role as of a database
  throw setting("host") === undefined
    ? notLoggedIn(facts.title, login)
    : denied(facts.title, what, "there is no such role or database; check both with psql");
}

const environment = (name: string, value: string | undefined): Readonly<Record<string, Secret>> =>
  value === undefined ? {} : { [name]: Secret.of(value) };

const alphabet = "abcdefghijklmnopqrstuvwxyz012345";

/** 5 bits each; the alphabet has 32 letters, so none is likelier. */
function letters(count: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => alphabet.charAt(byte % 32)).join("");
}
