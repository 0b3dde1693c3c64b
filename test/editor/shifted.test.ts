import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { afterChanges } from "../../src/editor/shifted.ts";
import { FakeDocument, type Position, Range, Uri } from "../fakes/vscode.ts";

type Ranges = Parameters<typeof afterChanges>[0];
type Changes = Parameters<typeof afterChanges>[1];
const shown = (range: { readonly start: Position; readonly end: Position }): string =>
  `${String(range.start.line)}:${String(range.start.character)}-${String(range.end.line)}:${String(range.end.character)}`;
const after = (range: Range, ...changes: readonly { readonly range: Range; readonly text: string }[]): string =>
  afterChanges([range] as unknown as Ranges, changes as unknown as Changes)
    .map((one) => shown(one as unknown as Range))
    .join();

void test("a mark follows the text around it", () => {
  const mark = new Range(3, 5, 3, 13);
  const cases: readonly [string, Range, string, string][] = [
    ["a line above", new Range(1, 0, 1, 0), "one\ntwo\n", "5:5-5:13"],
    ["the break right before its line", new Range(2, 9, 2, 9), "\n", "4:5-4:13"],
    ["letters before it", new Range(3, 0, 3, 0), "abc", "3:8-3:16"],
    ["a break before it", new Range(3, 5, 3, 5), "\n", "4:0-4:8"],
    ["a line taken away", new Range(1, 0, 2, 0), "", "2:5-2:13"],
    ["letters behind it", new Range(3, 13, 3, 13), "abc", "3:5-3:13"],
    ["letters within it", new Range(3, 7, 3, 7), "abc", "3:5-3:16"],
    ["its end replaced", new Range(3, 10, 3, 20), "x", "3:5-3:11"],
    ["all of it and more replaced", new Range(3, 0, 3, 20), "xyz", "3:0-3:3"],
  ];
  for (const [what, range, text, expected] of cases) assert.equal(after(mark, { range, text }), expected, what);
  const two = [
    { range: new Range(0, 0, 0, 0), text: "\n" },
    { range: new Range(3, 0, 3, 2), text: "" },
  ];
  assert.equal(after(mark, ...two), "4:3-4:11", "two edits at once count in the text before both");
});

void test("whatever is typed elsewhere, the marked text stays marked", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 30 });
  const typing = fc.record({
    before: words,
    behind: words,
    typed: words,
    from: fc.nat(),
    length: fc.nat(4),
    isBefore: fc.boolean(),
  });
  fc.assert(
    fc.property(typing, ({ before, behind, typed, from, length, isBefore }) => {
      const marked = "SECRET";
      const document = new FakeDocument(Uri.file("/w/a.ts"), before + marked + behind, "plaintext");
      const range = (start: number, end: number): Range =>
        new Range(document.positionAt(start), document.positionAt(end));
      const place = range(before.length, before.length + marked.length);
      const room = isBefore ? before.length : behind.length;
      const start = (isBefore ? 0 : before.length + marked.length) + (from % (room + 1));
      const end = Math.min(start + length, isBefore ? before.length : Number.MAX_SAFE_INTEGER);
      const change = { range: range(start, end), text: typed };
      const [moved] = afterChanges([place] as unknown as Ranges, [change] as unknown as Changes);
      document.replace(change.range, typed);
      assert.ok(moved);
      const now = moved as unknown as Range;
      const kept = document.getText().slice(document.offsetAt(now.start), document.offsetAt(now.end));
      assert.equal(kept, marked);
    }),
  );
});
