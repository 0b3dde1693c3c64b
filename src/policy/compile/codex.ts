import type { Passport } from "../passport.ts";
import { deadlyPrefixes } from "./deadly-prefixes.ts";
import { forbids } from "./forbids.ts";

/** Exec rules for `.codex/rules/leastkey.rules` (Starlark; tested with `codex execpolicy check`): forbidden by no-delete, else asked. */
export function codexRules(passport: Passport): string {
  const decision = forbids(passport, "no-delete") ? "forbidden" : "prompt";
  const why = `${passport.id}: this uses a credential to destroy something`;
  return deadlyPrefixes()
    .map((words) => {
      const pattern = words.map((each) => JSON.stringify(each.length === 1 ? each[0] : each)).join(", ");
      return `prefix_rule(pattern=[${pattern}], decision="${decision}", justification=${JSON.stringify(why)})\n`;
    })
    .join("");
}
