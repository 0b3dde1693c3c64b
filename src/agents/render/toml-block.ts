import { parse, TomlError } from "smol-toml";
import type { ProtectedPath } from "../../core/finding.ts";
import type { TomlSettings } from "../agent.ts";
import { bom, type Draft } from "./draft.ts";
import { FileFault } from "./fault.ts";
import { appendBlock, blockLines, hashFence, prependBlock, topFence, withoutBlock } from "./marked-block.ts";
import { patternsFor } from "./patterns.ts";

/** Two blocks: keys at the top, because no key can follow a table; tables at the end. */
export function renderToml(before: string | undefined, facts: TomlSettings, paths: readonly ProtectedPath[]): Draft {
  const user = valuesOf(before ?? "");
  const taken = facts.conflicts.find((key) => key in user);
  if (taken !== undefined) {
    throw new FileFault(
      `"${taken}" is set already`,
      `take that line out, or let your own profile extend "leastkey", then run protect again`,
    );
  }
  const tables = tableLines(facts, paths);
  const draft =
    before === undefined
      ? appendBlock(undefined, hashFence, [...facts.top, "", ...tables])
      : prependBlock(appendBlock(before === bom ? bom : before, hashFence, tables), topFence, facts.top);
  valuesOf(draft.text); // what we wrote must be as valid as what was there
  return draft;
}

export function tomlPresence(
  text: string,
  facts: TomlSettings,
  paths: readonly ProtectedPath[],
): "present" | "missing" | "drifted" {
  valuesOf(text);
  const [top, end] = [blockLines(text, topFence), blockLines(text, hashFence)];
  if (top === undefined && end === undefined) return "missing";
  const tables = tableLines(facts, paths);
  const whole = same(end, [...facts.top, "", ...tables]) && top === undefined;
  return whole || (same(top, facts.top) && same(end, tables)) ? "present" : "drifted";
}

export function unrenderToml(text: string): string | undefined {
  const left = withoutBlock(text, hashFence);
  return left === undefined ? undefined : withoutBlock(left, topFence);
}

const same = (a: readonly string[] | undefined, b: readonly string[]): boolean => a?.join("\n") === b.join("\n");

function tableLines(facts: TomlSettings, paths: readonly ProtectedPath[]): readonly string[] {
  const { table, lines, value } = facts.paths;
  const patterns = patternsFor(paths, facts.dialect).map(
    (pattern) => `${JSON.stringify(pattern)} = ${JSON.stringify(value)}`,
  );
  return [...facts.tables, table, ...lines, ...patterns];
}

function valuesOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text.startsWith(bom) ? text.slice(1) : text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FileFault(
      `not valid TOML at ${String(error.line)}:${String(error.column)} (${error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? ""})`,
      "correct it, then run protect again",
    );
  }
}
