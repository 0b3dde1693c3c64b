import type { ProtectedPath } from "../../core/finding.ts";

/**
 * How a path is spelt so that an agent matches exactly it.
 * `gitignore`: anchored, escaped. `rooted`: gitignore without escapes, "/" is the project. `relative`: a glob from the
 * project's root. `dot`: the same with "./". `anywhere`: a glob that fits whether the agent asks with the absolute or
 * the relative path. `wildcard`: OpenCode's, in which "*" crosses folders and "**" + "/" needs one. `regex`: a VS Code
 * command-line pattern.
 */
export type GlobDialect = "gitignore" | "rooted" | "relative" | "dot" | "anywhere" | "wildcard" | "regex";

/**
 * Names that hold credentials wherever they stand, hidden before a scan has seen the file. Only names that are never
 * harmless: `.env.example` and its kin stay readable, and what a scan finds is listed by its path.
 */
const standingNames = [".env", ".env.local", ".env.*.local", "id_ecdsa", "id_ed25519", "id_rsa"] as const;

/** The lines of one group, and why they stand there. */
export interface PatternGroup {
  readonly title: string;
  readonly patterns: readonly string[];
}

/** A dozen agents spell the same list the same way. */
const spelt = new WeakMap<readonly ProtectedPath[], Map<GlobDialect, readonly PatternGroup[]>>();

/** Patterns in groups, sorted, without repetition; the same list gives the same text on every machine. */
export function patternGroups(paths: readonly ProtectedPath[], dialect: GlobDialect): readonly PatternGroup[] {
  const known = spelt.get(paths) ?? new Map<GlobDialect, readonly PatternGroup[]>();
  spelt.set(paths, known);
  const groups = known.get(dialect) ?? groupsOf(paths, dialect);
  known.set(dialect, groups);
  return groups;
}

function groupsOf(paths: readonly ProtectedPath[], dialect: GlobDialect): readonly PatternGroup[] {
  const anywhere = standingNames.flatMap((name) => standing(name, dialect));
  const seen = new Set(anywhere);
  const of = (because: ProtectedPath["because"]): string[] => {
    const own = paths.filter((path) => path.because === because && !isStanding(path.path));
    const patterns = [...new Set(own.map(({ path }) => patternFor(path, dialect)))].toSorted(byCodePoint);
    return patterns.filter((pattern) => !seen.has(pattern) && seen.add(pattern));
  };
  return [
    { title: "secret by name, anywhere", patterns: anywhere },
    { title: "secret by name", patterns: of("name") },
    { title: "a credential stands in it", patterns: of("finding") },
  ].filter(({ patterns }) => patterns.length > 0);
}

/** The same without titles. */
export function patternsFor(paths: readonly ProtectedPath[], dialect: GlobDialect): readonly string[] {
  return patternGroups(paths, dialect).flatMap(({ patterns }) => patterns);
}

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A name that the standing patterns match already; Codex breaks on a path that two denials name. */
function isStanding(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return standingNames.some((pattern) => {
    const star = pattern.indexOf("*");
    if (star < 0) return name === pattern;
    const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
    return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
  });
}

function standing(name: string, dialect: GlobDialect): readonly string[] {
  switch (dialect) {
    case "gitignore":
    case "rooted":
      return [name];
    case "relative":
    case "dot":
    case "anywhere":
      return [`**/${name}`];
    case "wildcard":
      return [name, `*/${name}`];
    case "regex":
      return [`/(?:^|[\\s"'=\\/<>(@:])${regexText(name).replaceAll("\\*", "[^\\s\\/]*")}(?![\\w.-])/`];
  }
}

function patternFor(path: string, dialect: GlobDialect): string {
  switch (dialect) {
    case "gitignore":
      return `/${escapeGitignore(path)}`;
    case "rooted":
      return `/${wildcards(path)}`;
    case "relative":
    case "wildcard":
      return wildcards(path);
    case "anywhere":
      return `**/${wildcards(path)}`;
    case "dot":
      return `./${wildcards(path)}`;
    case "regex":
      return `/${regexText(path)}(?![\\w.-])/`;
  }
}

/** A leading "/" makes `#` and `!` ordinary; a line break cannot be spelt, so one character stands for it. */
function escapeGitignore(path: string): string {
  return path
    .replace(/[\\*?[\]]/g, "\\$&")
    .replace(/[\r\n\0]/g, "?")
    .replace(/ +$/, (spaces) => "\\ ".repeat(spaces.length));
}

/**
 * Permission rules of agents differ in whether `\` escapes and where brackets end a rule; "?" means one character in
 * all of them. `app/[id]/page.tsx` becomes `app/?id?/page.tsx`: a little too much is hidden, never too little.
 */
function wildcards(path: string): string {
  return path.replace(/[\\*?[\]{}()!,"\r\n\0]/g, "?");
}

function regexText(path: string): string {
  return path.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/[\r\n\0]/g, ".");
}
