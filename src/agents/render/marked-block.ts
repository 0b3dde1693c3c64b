import { bom, type Draft, draftOf, eolOf, insert, without } from "./draft.ts";

/** How a block is fenced in one kind of file. */
export interface Fence {
  readonly begin: string;
  readonly end: string;
}

const note = "written by Leastkey, taken out by: leastkey unprotect";
export const hashFence: Fence = { begin: `# leastkey:begin (${note})`, end: "# leastkey:end" };
export const topFence: Fence = { begin: `# leastkey:begin top (${note})`, end: "# leastkey:end top" };
export const markdownFence: Fence = {
  begin: `<!-- leastkey:begin (${note}) -->`,
  end: "<!-- leastkey:end -->",
};

interface Block {
  readonly start: number;
  readonly end: number; // exclusive; before the line's end
  readonly lines: readonly string[];
}

/** The lines of our block in a text; undefined when there is none. */
export function blockLines(text: string, fence: Fence): readonly string[] | undefined {
  return find(text, fence)?.lines;
}

/**
 * Puts the block at the end. What stands around it says how the file ended before: a block that is the whole file and
 * has no final line break was put into an empty file; one without a final line break below other lines, into a file
 * that had none either.
 */
export function appendBlock(before: string | undefined, fence: Fence, lines: readonly string[]): Draft {
  const text = before ?? "";
  const eol = eolOf(text);
  const block = [fence.begin, ...lines, fence.end].join(eol);
  if (before === undefined) return insert(draftOf(""), 0, block + eol);
  if (text === "" || text === bom) return insert(draftOf(text), text.length, block);
  const ended = /\r?\n$/.test(text);
  return insert(draftOf(text), text.length, ended ? eol + block + eol : eol + eol + block);
}

/** Puts the block first, below a byte order mark. */
export function prependBlock(draft: Draft, fence: Fence, lines: readonly string[]): Draft {
  const eol = eolOf(draft.text);
  const at = draft.text.startsWith(bom) ? 1 : 0;
  return insert(draft, at, [fence.begin, ...lines, fence.end, "", ""].join(eol));
}

/** The text without the block; undefined when the file was the block alone. */
export function withoutBlock(text: string, fence: Fence): string | undefined {
  const block = find(text, fence);
  if (block === undefined) return text;
  const before = text.slice(0, block.start);
  const eol = lineBreakAt(text, block.end);
  if (before === "" && eol !== "" && block.end + eol.length === text.length) return undefined;
  if (eol === "") {
    const blank = /(?:\r?\n){1,2}$/.exec(before)?.[0] ?? "";
    return without(text, [[block.start - blank.length, text.length]]);
  }
  // A blank line above belongs to the block; at the top of a file the blank line below does.
  const above = /\r?\n(\r?\n)$/.exec(before)?.[1] ?? "";
  const atTop = before === "" || before === bom;
  const below = atTop ? lineBreakAt(text, block.end + eol.length) : "";
  return without(text, [[block.start - above.length, block.end + eol.length + below.length]]);
}

function lineBreakAt(text: string, at: number): string {
  return text.startsWith("\r\n", at) ? "\r\n" : text[at] === "\n" ? "\n" : "";
}

/** The mark is told by its first words, so that a later version may word the note differently. */
function find(text: string, fence: Fence): Block | undefined {
  const opening = fence.begin.slice(0, fence.begin.indexOf(" ("));
  let start = -1;
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf("\n", at);
    const stop = next < 0 ? text.length : next;
    const line = text.slice(at, stop).replace(/\r$/, "").replace(bom, "");
    if (line.startsWith(`${opening} (`)) start = at + (at === 0 && text.startsWith(bom) ? 1 : 0);
    else if (start >= 0 && line === fence.end) {
      const end = text[stop - 1] === "\r" ? stop - 1 : stop;
      const lines = text.slice(start, end).split(/\r?\n/).slice(1, -1);
      return { start, end, lines };
    }
    at = stop + 1;
  }
  return undefined;
}
