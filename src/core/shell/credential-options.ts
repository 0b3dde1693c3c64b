import { mayHoldCredential } from "./commands.ts";

/** A credential that stands in a command line by its place, whatever it looks like. UTF-16 code units of the line. */
export interface CredentialOption {
  readonly start: number;
  readonly end: number;
  /** "--password", "the URL", "PGPASSWORD". */
  readonly option: string;
}

/** Short options that take a credential, by the command that has them (man pages, read 2026-11-24). */
const shortOptions: Readonly<Record<string, readonly string[]>> = {
  curl: ["-u", "--user", "-U", "--proxy-user"],
  mysql: ["-p"],
  mysqldump: ["-p"],
  mysqladmin: ["-p"],
  mariadb: ["-p"],
  "mariadb-dump": ["-p"],
  sshpass: ["-p"],
  "redis-cli": ["-a"],
  ldapsearch: ["-w"],
  mongosh: ["-p"],
  mongodump: ["-p"],
  sqlcmd: ["-P"],
  zip: ["-P"],
  unzip: ["-P"],
  http: ["-a", "--auth"],
  https: ["-a", "--auth"],
  xh: ["-a", "--auth"],
  docker: ["-p"],
  podman: ["-p"],
  helm: ["-p"],
  az: ["-p"],
};
/** Their `-p` is a port, a project or a path unless they are told to log in. */
const whenLoggingIn = new Set(["docker", "podman", "helm", "az"]);
/** The credential is what stands behind the colon. */
const pairs = new Set(["curl", "http", "https", "xh"]);
/** `-pVALUE`, in one word; with a space the value would be a database. */
const glued = new Set(["mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump"]);

const longName =
  /^--?(?:[a-z]+[-_])*(?:password|passwd|passphrase|pass|pwd|token|secret|apikey|api[-_]key|access[-_]key|secret[-_]key|auth[-_]?key|bearer)$/i;
const word = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\|;&<>()])+/g;

interface Word {
  readonly text: string;
  readonly start: number;
}

/**
 * Credentials passed as options, headers, URLs and assignments. It reads words, not syntax: what it does not know it
 * passes over, so it is for telling and masking and never for allowing.
 */
export function credentialOptions(line: string): readonly CredentialOption[] {
  const words = [...line.matchAll(word)].map((match): Word => ({ text: match[0], start: match.index }));
  const found: CredentialOption[] = [];
  let command = "";
  for (const [at, one] of words.entries()) {
    const before = words[at - 1];
    const follows = before === undefined ? "" : line.slice(before.start + before.text.length, one.start);
    if (before === undefined || /[|;&()\n]/.test(follows)) command = "";
    if (command === "" && !/^[\w]+=/.test(one.text)) command = one.text.split("/").at(-1) ?? "";
    found.push(...inWord(one, before, command, line), ...inUrl(one), ...inHeader(one));
  }
  return found;
}

function inWord(one: Word, before: Word | undefined, command: string, line: string): readonly CredentialOption[] {
  const assigned = /^(--?[\w-]+|[A-Za-z_]\w*)=/.exec(one.text);
  const name = assigned?.[1] ?? "";
  if (assigned !== null && (longName.test(name) || (!name.startsWith("-") && mayHoldCredential(name))))
    return valueAt(one, assigned[0].length, name);
  if (before === undefined) return [];
  if (longName.test(before.text)) return one.text.startsWith("-") ? [] : valueAt(one, 0, before.text);
  const options = Object.hasOwn(shortOptions, command) ? (shortOptions[command] ?? []) : [];
  if (options.length === 0 || (whenLoggingIn.has(command) && !/\blogin\b/.test(line))) return [];
  if (glued.has(command)) return /^-p./.test(one.text) ? valueAt(one, 2, "-p") : [];
  if (!options.includes(before.text)) return [];
  const colon = pairs.has(command) ? one.text.indexOf(":") + 1 : 0;
  return pairs.has(command) && colon === 0 ? [] : valueAt(one, colon, before.text);
}

/** Not a variable, a substitution, a file of curl's or nothing. */
function valueAt({ text, start }: Word, from: number, option: string): readonly CredentialOption[] {
  const quote = /^["']/.exec(text.slice(from))?.[0] ?? (from > 0 ? /^["']/.exec(text)?.[0] : undefined);
  const begin = text.startsWith(quote ?? "\0", from) ? from + 1 : from;
  const end = quote !== undefined && text.endsWith(quote) ? text.length - 1 : text.length;
  if (end <= begin || /^[$@`]/.test(text.slice(begin))) return [];
  return [{ start: start + begin, end: start + end, option }];
}

function inUrl({ text, start }: Word): readonly CredentialOption[] {
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:([^\s/@"'$][^\s/@"']*)@/gi)].map((match) => {
    const from = match.index + match[0].length - 1 - (match[1] ?? "").length;
    return { start: start + from, end: start + from + (match[1] ?? "").length, option: "the URL" };
  });
}

const header =
  /\b(authorization|proxy-authorization|private-token|x-[\w-]*(?:key|token|secret|auth)|api-key|cookie)\s*:\s*(?:(?:bearer|basic|token)\s+)?([^\s"'$][^"'$]*)/gi;

function inHeader({ text, start }: Word): readonly CredentialOption[] {
  return [...text.matchAll(header)].flatMap((match) => {
    const value = match[2] ?? "";
    if (/^(?:bearer|basic|token)\s*$/i.test(value)) return []; // a variable follows
    const from = match.index + match[0].length - value.length;
    return { start: start + from, end: start + from + value.length, option: `the header ${match[1] ?? ""}` };
  });
}
