import { nameOf } from "../paths.ts";

/** More names than this make a command that nobody can read. */
const most = 12;
const plainName = /^[\w@+][\w.@+-]*$|^\.[\w.@+-]+$/;

/** What is left outside of quotes may be no pattern, redirection, pipe or expansion: then the words mean themselves. */
const plainWords = /^[\w\s./@:,=+%^-]*$/;

/**
 * A recursive `grep` or `rg` that leaves out the files of these paths, by name; undefined for a command that is more
 * than one plain search. The options come last, because a later glob wins over an earlier one.
 */
export function leaveOut(command: string, paths: readonly string[]): string | undefined {
  const match = /^\s*(grep|egrep|fgrep|rg)\s([^\n]*)$/.exec(command);
  if (match === null) return undefined;
  const [, tool = "", rest = ""] = match;
  const quoted = rest.match(/'[^']*'|"(?:[^"\\$`]|\\["\\])*"/g) ?? [];
  const outside = quoted.reduce((left, part) => left.replace(part, ""), rest);
  if (!plainWords.test(outside) || /(?:^|\s)--(?:\s|$)/.test(outside) || followsLinks(outside.split(/\s+/)))
    return undefined;
  const names = namesOf(paths);
  if (names === undefined) return undefined;
  const options = names.map((name) => (tool === "rg" ? `--glob '!${name}'` : `--exclude='${name}'`));
  return `${command.trimEnd()} ${options.join(" ")}`;
}

/** A search that follows links reaches a file under other names than the one that is left out. */
export function followsLinks(words: readonly string[]): boolean {
  return words.some((word) => /^-[A-Za-z]*[RL]|^--(?:dereference-recursive|follow)$/.test(word));
}

/** The glob of a search tool with the files left out; undefined where a list of globs could be misread. */
export function globWithout(glob: string | undefined, paths: readonly string[]): string | undefined {
  const names = namesOf(paths);
  if (names === undefined || /[{}\s]/.test(glob ?? "")) return undefined;
  return [...(glob === undefined || glob === "" ? [] : [glob]), ...names.map((name) => `!${name}`)].join(",");
}

function namesOf(paths: readonly string[]): readonly string[] | undefined {
  const names = [...new Set(paths.map(nameOf))];
  return names.length > 0 && names.length <= most && names.every((name) => plainName.test(name)) ? names : undefined;
}
