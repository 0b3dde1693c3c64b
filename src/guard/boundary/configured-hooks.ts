import type { Agent, HookFacts } from "../../agents/agent.ts";
import type { Files } from "../../core/ports.ts";
import { fieldsOf } from "../../core/tool-call/json.ts";

/** One hook of ours as the agent would run it. */
export type ConfiguredHook =
  | { readonly kind: "command"; readonly command: string }
  /** An executable file that gets the payload on its input. */
  | { readonly kind: "program"; readonly path: string }
  /** An ES module that the agent loads. */
  | { readonly kind: "plugin"; readonly path: string };

export interface HookQuery {
  readonly agent: Agent;
  readonly event: string;
  /** Matched against the entry's matcher; `undefined` for prompts. */
  readonly tool?: string;
}

/** Leastkey's hooks for an event, read from the settings as they stand: what was removed by hand is not there. */
export function configuredHooks(
  { agent, event, tool }: HookQuery,
  root: string,
  files: Files,
): readonly ConfiguredHook[] {
  return agent.surfaces.flatMap((surface): readonly ConfiguredHook[] => {
    if (surface.kind !== "hook") return [];
    const path = `${root}/${surface.path}`;
    const text = files.readText(path);
    if (text === undefined) return [];
    if (surface.format === "script") {
      return text.includes("leastkey") ? [{ kind: surface.script === "cline-hook" ? "program" : "plugin", path }] : [];
    }
    if (surface.format !== "json" || !("hooks" in surface)) return [];
    return commandsIn(text, surface.hooks, { event, ...(tool === undefined ? {} : { tool }) }).map((command) => ({
      kind: "command",
      command,
    }));
  });
}

function commandsIn(text: string, facts: HookFacts, query: Omit<HookQuery, "agent">): readonly string[] {
  const under = facts.root.reduce<unknown>((value, key) => fieldsOf(value)?.[key], parsed(text));
  const entries = listOf(facts.layout === "listed" ? under : fieldsOf(under)?.[query.event]);
  return entries
    .flatMap((entry): readonly unknown[] => {
      const fields = fieldsOf(entry);
      if (fields === undefined || !matches(fields["matcher"], query.tool)) return [];
      if (facts.layout === "listed") return fields["trigger"] === query.event ? [fields["action"]] : [];
      if (facts.layout === "flat") return [fields];
      return listOf(fields["hooks"]);
    })
    .flatMap(
      (hook) => facts.posix.map((key) => fieldsOf(hook)?.[key]).find((command) => typeof command === "string") ?? [],
    )
    .filter((command): command is string => typeof command === "string" && command.includes("leastkey"));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** As agents do: the whole name must match; `*` and nothing match all. A matcher that is no pattern matches nothing. */
function matches(matcher: unknown, tool: string | undefined): boolean {
  if (matcher === undefined || matcher === "" || matcher === "*" || tool === undefined) return true;
  if (typeof matcher !== "string") return false;
  try {
    return new RegExp(`^(?:${matcher})$`).test(tool);
  } catch {
    return false;
  }
}

/** A file that does not parse holds no hook, for the agent neither. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return value;
  } catch {
    return undefined;
  }
}
