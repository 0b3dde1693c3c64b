import { relative } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { FileChange } from "../core/change.ts";
import type { Output } from "./output.ts";

/** Lines of one file's diff that a preview shows; the dry run shows all. */
const previewLines = 24;

/** A plan as one line a file, with what each change is for. */
export function listChanges(root: string, changes: readonly FileChange[], output: Output): void {
  const width = Math.max(0, ...changes.map(({ path }) => relative(root, path).length));
  for (const { path, before, after, why } of changes) {
    const sign =
      before === undefined
        ? output.style("green", "+")
        : after === undefined
          ? output.style("red", "-")
          : output.style("yellow", "~");
    output.result(`  ${sign} ${relative(root, path).padEnd(width)}  ${why}`);
  }
}

/** A plan as unified diffs. A value that a change takes out never shows: `hide` masks the lines that hold one. */
export function showDiffs(
  root: string,
  changes: readonly FileChange[],
  output: Output,
  options: { readonly hide?: (line: string) => string; readonly all?: boolean } = {},
): void {
  const hide = options.hide ?? ((line: string) => line);
  for (const { path, before, after } of changes) {
    const name = relative(root, path);
    const patch = createTwoFilesPatch(name, name, before ?? "", after ?? "", "", "", { context: 2 });
    const lines = patch.split("\n").slice(1, -1);
    const shown = options.all === true ? lines : lines.slice(0, previewLines);
    for (const line of shown) output.result(paint(hide(line), output));
    if (shown.length < lines.length)
      output.result(output.style("dim", `  ... ${String(lines.length - shown.length)} more lines`));
  }
}

function paint(line: string, output: Output): string {
  if (line.startsWith("+") && !line.startsWith("+++")) return output.style("green", line);
  if (line.startsWith("-") && !line.startsWith("---")) return output.style("red", line);
  return line;
}
