import assert from "node:assert/strict";
import test from "node:test";
import { Findings } from "../../src/editor/findings.ts";
import { Gutter } from "../../src/editor/gutter.ts";
import { Masks } from "../../src/editor/masks.ts";
import { EventEmitter, fake, Range, Uri, window } from "../fakes/vscode.ts";
import { finding } from "./samples.ts";

test.beforeEach(() => fake.reset());

const path = "/w/src/pay.ts";
const text = "one\ntwo\nkey=VALUEVALU\nfour\nfive\n";

function opened() {
  const model = new Findings();
  const document = fake.open(path, text);
  const editor = fake.edit(document, new Range(4, 0, 4, 0));
  model.replaceDocument(Uri.file(path) as never, 1, [finding()]);
  return { model, document, editor };
}
const drawn = (editor: ReturnType<typeof opened>["editor"]): readonly string[] =>
  [...editor.decorations.values()]
    .flat()
    .map(({ start, end }) => `${String(start.line)}:${String(start.character)}-${String(end.character)}`);

void test("a value stays covered while lines come and go above it, before it was looked at again", async () => {
  const { model, document, editor } = opened();
  const masks = new Masks(model as never, window.createOutputChannel() as never);
  await masks.set(true);
  assert.deepEqual(drawn(editor), ["2:4-12"]);
  document.replace(new Range(0, 0, 0, 0), "zero\n");
  fake.events.selection.fire({ textEditor: editor });
  assert.deepEqual(drawn(editor), ["3:4-12"], "the cover went with its text");
  editor.selection = new Range(3, 0, 3, 0);
  fake.events.selection.fire({ textEditor: editor });
  assert.deepEqual(drawn(editor), [], "the line with the cursor is shown");
  masks.dispose();
  model.dispose();
});

void test("the gutter says where agents can read, and follows the guard", () => {
  const { model, editor } = opened();
  const changed = new EventEmitter<void>();
  let isHidden = false;
  const guard = { isHidden: () => isHidden, onDidChange: changed.event };
  const gutter = new Gutter({ findings: model, guard, extension: Uri.file("/ext") } as never);
  const lines = (): readonly number[] => [...editor.decorations.values()].map((ranges) => ranges.length);
  assert.deepEqual(lines(), [1, 0]);
  isHidden = true;
  changed.fire();
  assert.deepEqual(lines(), [0, 1]);
  gutter.dispose();
  model.dispose();
  changed.dispose();
});
