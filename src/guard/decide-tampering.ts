import { resolvePath, slashed, within } from "../core/paths.ts";
import type { ToolCall } from "../core/verdict.ts";
import type { DecideContext } from "./decide-context.ts";

/** Where agents keep their settings, hooks and rules: a write there can switch the guard off. */
const settings =
  /(?:^|\/)(?:\.claude|\.cursor|\.codex|\.gemini|\.qwen|\.factory|\.augment|\.kiro|\.amazonq|\.opencode|\.kilo(?:code)?|\.crush|\.goose|\.continue|\.agents|\.grok|\.zed|\.windsurf|\.devin|\.cline|\.clinerules|\.copilot|\.github\/(?:hooks|copilot)|\.config\/(?:opencode|kilo|amp|crush|goose|zed)|\.amp|\.pi|\.qoder|\.junie|\.vscode)\/|(?:^|\/)(?:opencode|kilo|crush)\.jsonc?$|(?:^|\/)\.[a-z]+ignore$/;
const switchesOff = /disableAllHooks|allowManagedHooksOnly|dangerously-bypass-hook-trust|hooksPath/;
const ours = /leastkey/gi;

/** An edit that takes out or changes what Leastkey wrote, or reaches into its own folder. */
export function tampersByEdit(
  call: Extract<ToolCall, { kind: "edit" }>,
  absolute: readonly string[],
  context: DecideContext,
): boolean {
  return absolute.some((path) => {
    if (within(slashed(context.home.root), path) !== undefined) return true;
    if (!settings.test(path)) return /(?:^|\/)\.leastkey\//.test(path);
    const text = call.text.join("\n");
    if (switchesOff.test(text)) return true;
    const current = readOrNothing(path, context);
    if (!ours.test(current)) return false;
    ours.lastIndex = 0;
    const before = current.match(ours)?.length ?? 0;
    const after = text.match(ours)?.length ?? 0;
    // A part of the file that does not touch our entries may be edited; a whole file must keep them.
    const whole = call.text.length <= 1;
    return whole ? after < before : after > 0;
  });
}

function readOrNothing(path: string, { files }: DecideContext): string {
  return (files.stat(path)?.size ?? 0) > 1024 * 1024 ? "leastkey" : (files.readText(path) ?? "");
}

/**
 * Shell commands that reach for the guard: its own commands that show or loosen, and writes to files it wrote in.
 * Relative words are looked for from `cwd`.
 */
export function tampersByCommand(words: readonly string[], cwd: string, context: DecideContext): boolean {
  return words.some((line) => {
    if (
      /(?:^|[\s/])leastkey(?:\.cmd)?\s+(?:unprotect|read\b|inject\b|restore\b|vault\s+(?:export|unlock|rm|set)|policy\s+(?:approve|env\s+(?!--json)\S|allow|grant)|rules\s+remove|move\b)/.test(
        line,
      )
    )
      return true;
    if (/\b(?:--dangerously-bypass-hook-trust|--bare)\b/.test(line) && /^(?:claude|codex)\b/.test(line)) return true;
    if (switchesOff.test(line) && /\b(?:sed|tee|jq|python3?|node|perl|git\s+config|claude\s+config)\b/.test(line))
      return !/^git\s+config\s+(?:--get\s+)?core\.hooksPath\s*$/.test(line);
    return writes.test(line) && line.split(/\s+/).some((word) => holdsOurs(resolvePath(slashed(cwd), word), context));
  });
}

const writes =
  /^(?:sudo\s+)?(?:rm|mv|unlink|truncate|tee|dd|shred|install|cp|ln|chmod|sed\s+(?:\S+\s+)*-i\S*|perl\s+-\S*i\S*|git\s+(?:rm|clean|checkout|restore))\b/;

/** A file that we wrote in, or a folder of an agent's with such a file in it. */
function holdsOurs(path: string, context: DecideContext): boolean {
  if (within(slashed(context.home.root), path) !== undefined) return true;
  if (!settings.test(path) && !settings.test(`${path}/`)) return false;
  if (context.files.stat(path)?.kind !== "directory") return /leastkey/i.test(readOrNothing(path, context));
  return context.files
    .list(path)
    .filter(({ kind }) => kind === "file")
    .some(({ name }) => /leastkey/i.test(readOrNothing(`${path}/${name}`, context)));
}
