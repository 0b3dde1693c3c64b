import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseToPanel } from "../../src/webview/parse-to-panel.ts";
import { type ActivityRow, panelCommands, parseFromPanel } from "../../src/webview/protocol.ts";
import { activityRow } from "./rows-sample.ts";

void test("what the panel may ask for is closed", () => {
  const good = [
    { kind: "ready" },
    { kind: "open", sequence: 4, path: 0 },
    { kind: "copy", sequence: 4 },
    { kind: "chain", sequence: 4 },
    { kind: "credential", sequence: 4, credential: 1 },
    { kind: "rule", sequence: 4, verdict: "allow" },
    ...panelCommands.map((command) => ({ kind: "run", command })),
  ];
  for (const message of good) assert.deepEqual(parseFromPanel(message), message);
  const bad: readonly unknown[] = [
    undefined,
    null,
    "ready",
    [],
    { kind: "run", command: "workbench.action.terminal.sendSequence" },
    { kind: "run", command: "constructor" },
    { kind: "open", sequence: 4, path: "/etc/passwd" },
    { kind: "open", sequence: -1, path: 0 },
    { kind: "open", sequence: 1.5, path: 0 },
    { kind: "copy", sequence: Number.NaN },
    { kind: "copy" },
    { kind: "rule", sequence: 4, verdict: "maybe" },
    { kind: "__proto__" },
  ];
  for (const message of bad) assert.equal(parseFromPanel(message), undefined, JSON.stringify(message));
});

void test("anything at all gives a message of ours or nothing, and never throws", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withObjectString: true }), (message) => {
      parseFromPanel(message);
      parseToPanel(message);
    }),
  );
  const fields = fc.record({
    kind: fc.constantFrom(
      "ready",
      "open",
      "copy",
      "run",
      "reset",
      "older",
      "append",
      "names",
      "chain",
      "coverage",
      "problem",
    ),
    sequence: fc.anything(),
    path: fc.anything(),
    command: fc.anything(),
    rows: fc.oneof(fc.anything(), fc.array(fc.anything())),
    total: fc.anything(),
    isLast: fc.anything(),
    names: fc.oneof(fc.anything(), fc.array(fc.anything())),
    place: fc.anything(),
    lines: fc.anything(),
    isProtected: fc.anything(),
    text: fc.anything(),
  });
  fc.assert(
    fc.property(fields, (message) => {
      const asked = parseFromPanel(message);
      if (asked?.kind === "run") assert.ok(panelCommands.includes(asked.command));
      if (asked?.kind === "open") assert.ok(Number.isSafeInteger(asked.path) && asked.path >= 0);
      parseToPanel(message);
    }),
  );
});

void test("a row goes through as it is; one field of another type, and the whole message is refused", () => {
  const row = activityRow();
  const sent: unknown = JSON.parse(JSON.stringify({ kind: "append", rows: [row] }));
  assert.deepEqual(parseToPanel(sent), { kind: "append", rows: [row] });
  for (const key of Object.keys(row)) {
    const broken: unknown = { kind: "append", rows: [row, { ...row, [key]: { toString: "x" } }] };
    assert.equal(parseToPanel(broken), undefined, key);
  }
});

void test("names and the place in the chain come through whole or not at all", () => {
  const name = { id: "0123456789abcdef", label: "Stripe secret key", environment: "production", files: ["/w/a"] };
  assert.deepEqual(parseToPanel({ kind: "names", names: [name] }), { kind: "names", names: [name] });
  assert.equal(parseToPanel({ kind: "names", names: [{ ...name, environment: "everywhere" }] }), undefined);
  const place = { sequence: 1, hash: "a", previous: "", signedUpTo: 0, anchoredUpTo: 0, anchoredAt: 0 };
  assert.deepEqual(parseToPanel({ kind: "chain", place }), { kind: "chain", place });
  for (const key of Object.keys(place)) {
    assert.equal(parseToPanel({ kind: "chain", place: { ...place, [key]: null } }), undefined, key);
  }
});

void test("fields that no row has do not come through", () => {
  const parsed = parseToPanel({ kind: "append", rows: [{ ...activityRow(), html: "<b>" }] });
  assert.ok(parsed?.kind === "append");
  const [row] = parsed.rows;
  assert.ok(row !== undefined && !("html" in (row satisfies ActivityRow)));
});
