import type { CredentialUse } from "../policy/request.ts";

/** What a grant covers: one command or one kind of request. "*" ends a command, or stands for any part of a path. */
export type Pattern =
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | {
      readonly kind: "http";
      readonly method: string;
      readonly host: string;
      readonly path: string;
      /** Headers to another account, all of them; undefined: none. */
      readonly account?: readonly string[];
    };

/** The very use and nothing besides; a query belongs to no pattern, because it is data. */
export function patternOf(use: CredentialUse): Pattern | undefined {
  switch (use.kind) {
    case "list":
      return undefined;
    case "command":
      return { kind: "command", argv: use.argv };
    case "http":
      return { kind: "http", method: use.method, host: use.host, path: pathOf(use.path), account: use.account ?? [] };
  }
}

export function covers(pattern: Pattern, use: CredentialUse): boolean {
  if (pattern.kind === "command") return use.kind === "command" && coversCommand(pattern.argv, use.argv);
  if (use.kind !== "http" || pattern.host !== use.host) return false;
  if (accountText(pattern.account) !== accountText(use.account)) return false;
  return (pattern.method === "*" || pattern.method === use.method) && fits(pattern.path, pathOf(use.path));
}

function coversCommand(pattern: readonly string[], argv: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === "*";
  const words = isOpen ? pattern.slice(0, -1) : pattern;
  return words.every((word, at) => argv[at] === word) && (isOpen || argv.length === words.length);
}

/** A path that climbs ("..", also encoded) fits no pattern but itself. */
function fits(pattern: string, path: string): boolean {
  if (pattern === path) return true;
  if (!pattern.includes("*") || /(?:^|\/)(?:\.|%2e){2}(?:\/|$)/i.test(path)) return false;
  const source = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(`^${source}$`, "s").test(path);
}

/** A pattern that covers more than one use; nothing that destroys is ever allowed by one. */
export function isOpen(pattern: Pattern): boolean {
  return pattern.kind === "command" ? pattern.argv.at(-1) === "*" : `${pattern.method}${pattern.path}`.includes("*");
}

export function describePattern(pattern: Pattern): string {
  return pattern.kind === "command"
    ? commandText(pattern.argv)
    : `${pattern.method} https://${pattern.host}${pattern.path}${accountText(pattern.account)}`;
}

/** For people and the trail; a query's values are left out. */
export function describeUse(use: CredentialUse): string {
  switch (use.kind) {
    case "list":
      return "list names";
    case "command":
      return commandText(use.argv);
    case "http":
      return `${use.method} https://${use.host}${pathOf(use.path)}${accountText(use.account)}`;
  }
}

const accountText = (names: readonly string[] | undefined): string =>
  names === undefined || names.length === 0 ? "" : ` (to another account: ${names.join(", ")})`;

/** Words as a shell would take them, so that what is shown is what runs. */
export function commandText(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./*-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}

const pathOf = (path: string): string => path.replace(/[?#].*$/s, "");
