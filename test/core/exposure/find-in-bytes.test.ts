import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { findInBytes } from "../../../src/core/exposure/find-in-bytes.ts";
import { jsonText } from "../../../src/core/exposure/json-text.ts";
import { whenOf } from "../../../src/core/exposure/when.ts";
import { Secret } from "../../../src/core/secret.ts";
import { setTripwire } from "../../../src/core/tripwire.ts";
import { cleanse } from "../../../src/guard/exposures/cleanse.ts";
import { stillParses } from "../../../src/guard/exposures/still-parses.ts";
import { fingerprinterOf } from "../../../src/platform/fingerprint.ts";
import { formsOf } from "../../../src/platform/mask-forms.ts";

const fingerprinter = fingerprinterOf(Buffer.alloc(32, 3));
const wire = (...values: readonly string[]) =>
  setTripwire(
    values.flatMap((value) => fingerprinter.tripwire(Secret.of(value), "x") ?? []),
    fingerprinter,
  );

void test("the text inside a JSON string is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = Buffer.from(JSON.stringify(text).slice(1, -1), "utf8");
      const view = jsonText({ form: "plain", bytes, range: (a, b) => [a, b] });
      const read = view === undefined ? bytes : Buffer.from(view.bytes);
      assert.deepEqual(read, Buffer.from(text, "utf8"));
    }),
  );
});

/** Values as providers and people make them, with the signs that encodings change. */
const value = fc.stringMatching(/^[A-Za-z0-9"\\/+=&%@é-]{16,60}$/);
const around = fc.string({ maxLength: 40 });

const forms: readonly (readonly [string, (value: string) => string])[] = [
  ["as it stands", (text) => text],
  ["as JSON in JSON", (text) => JSON.stringify({ arguments: text })],
  ["as base64", (text) => Buffer.from(text).toString("base64")],
  ["as user:value in base64", (text) => Buffer.from(`user:${text}`).toString("base64")],
  ["as hex", (text) => Buffer.from(text).toString("hex")],
];
for (const [title, form] of forms) {
  void test(`a value ${title} in JSON lines: found, and scrubbed lines parse and hold no form of it`, () => {
    fc.assert(
      fc.property(value, around, around, (secret, before, after) => {
        const tripwire = wire(secret);
        const text = `{"a":1}\n${JSON.stringify({ message: `${before} ${form(secret)} ${after}`, n: 1 })}\n[]\n`;
        const bytes = Buffer.from(text, "utf8");
        assert.ok(findInBytes(bytes, tripwire).length > 0);
        const cleansed = cleanse(bytes, tripwire);
        assert.ok(cleansed !== undefined && cleansed.marks > 0);
        const scrubbed = Buffer.from(cleansed.bytes);
        const lines = scrubbed.toString("utf8").trimEnd().split("\n");
        assert.equal(lines.length, 3);
        for (const line of lines) JSON.parse(line);
        assert.ok(stillParses(text, scrubbed.toString("utf8")));
        // The mark itself has letters that a form of a short value could be; a value of 16 signs cannot.
        assert.ok(formsOf(Secret.of(secret)).every((one) => one.length < 12 || !scrubbed.includes(one)));
      }),
      { numRuns: 150 },
    );
  });
}

void test("a value inside another, and two side by side, all go", () => {
  const inner = "abcdefgh12345678";
  const outer = `sk-${inner}-tail`;
  const cleansed = cleanse(Buffer.from(`${outer}${inner} ${outer}`), wire(inner, outer));
  assert.ok(cleansed !== undefined);
  assert.equal(Buffer.from(cleansed.bytes).includes(inner), false);
});

void test("a bare number cannot be taken out of JSON, and that is seen", () => {
  const text = '{"pin": 1234567890123}\n{"a": 1}\n';
  const cleansed = cleanse(Buffer.from(text), wire("1234567890123"));
  assert.ok(cleansed !== undefined);
  assert.equal(stillParses(text, Buffer.from(cleansed.bytes).toString()), false);
});

void test("a file of many pieces is searched at the cuts too", () => {
  const secret = "planted-value-of-some-length";
  const tripwire = wire(secret);
  for (const gap of [262_120, 262_130, 262_144, 327_670, 524_280]) {
    for (const filler of ["x", "y\n"]) {
      const text = `${filler.repeat(gap).slice(0, gap)}${secret}${"z".repeat(200_000)}`;
      const cleansed = cleanse(Buffer.from(text), tripwire);
      assert.equal(cleansed?.marks, 1, String(gap));
    }
  }
});

const now = Date.UTC(2026, 10, 24);
const times: readonly (readonly [string, string, string | undefined])[] = [
  ["ISO 8601", '{"timestamp":"2026-03-02T10:00:00.000Z","x":"HERE"}', "2026-03-02T10:00:00.000Z"],
  ["milliseconds", '{"ts": 1767225600000, "x":"HERE"}', "2026-01-01T00:00:00.000Z"],
  ["zsh", ": 1767225600:0;export HERE", "2026-01-01T00:00:00.000Z"],
  ["bash", "#1767225600\nexport HERE", "2026-01-01T00:00:00.000Z"],
  ["fish", "- cmd: HERE\n  when: 1767225600\n", "2026-01-01T00:00:00.000Z"],
  ["a time to come is none", '{"ts": 4102444800000, "x":"HERE"}', undefined],
  ["another line's time is none", '{"ts": 1767225600000}\n{"x":"HERE"}', undefined],
];
for (const [title, text, expected] of times) {
  void test(`when it was recorded: ${title}`, () => {
    const time = whenOf(text, text.indexOf("HERE"), now);
    assert.equal(time === undefined ? undefined : new Date(time).toISOString(), expected);
  });
}
