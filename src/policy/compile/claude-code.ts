import type { Passport } from "../passport.ts";
import { deadlyPrefixes } from "./deadly-prefixes.ts";
import { forbids } from "./forbids.ts";

/**
 * Permission rules for `.claude/settings.json`: destructive commands denied by no-delete, else asked about, and the
 * `.env` files of other environments not read. Advisory beside the hook: a prefix rule does not see through `bash -c`.
 */
export function claudeCodeSettings(passport: Passport): string {
  const commands = deadlyPrefixes().flatMap((words) => everyWay(words).map((way) => `Bash(${way.join(" ")} *)`));
  const others = ["development", "test", "staging", "production"].filter(
    (one) => !passport.environments.some((reached) => reached === one),
  );
  const files = others.flatMap((environment) => [`Read(**/.env.${environment})`, `Read(**/.env.${environment}.*)`]);
  const deletes = forbids(passport, "no-delete");
  const permissions = deletes ? { deny: [...files, ...commands] } : { deny: files, ask: commands };
  return `${JSON.stringify({ permissions }, undefined, 2)}\n`;
}

const everyWay = (words: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  words.reduce<readonly (readonly string[])[]>(
    (ways, each) => ways.flatMap((way) => each.map((word) => [...way, word])),
    [[]],
  );
