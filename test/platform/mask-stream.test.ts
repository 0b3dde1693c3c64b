import assert from "node:assert/strict";
import { Readable } from "node:stream";
import test from "node:test";
import fc from "fast-check";
import { Secret } from "../../src/core/secret.ts";
import { formsOf } from "../../src/platform/mask-forms.ts";
import { maskStream } from "../../src/platform/mask-stream.ts";
import { createMasker } from "../../src/platform/masker.ts";

const mask = "<concealed by leastkey: KEY>";
const secretOf = (value: string): { name: string; value: Secret } => ({ name: "KEY", value: Secret.of(value) });

function masked(values: readonly string[], chunks: readonly Buffer[]): string {
  const masker = createMasker(values.map(secretOf));
  return Buffer.concat([...chunks.flatMap((chunk) => masker.write(chunk)), ...masker.end()]).toString("latin1");
}

/** The slow, obvious way: every place of every form, places that overlap are one mask. */
function maskedSlowly(values: readonly string[], text: Buffer): string {
  const forms = values.flatMap((value) => formsOf(Secret.of(value)));
  const hidden = new Uint8Array(text.length);
  const spans: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const lengths = forms.filter((form) => text.subarray(at, at + form.length).equals(form)).map((form) => form.length);
    if (lengths.length === 0) continue;
    const end = at + Math.max(...lengths);
    const last = spans.at(-1);
    if (last !== undefined && at < last.end) last.end = Math.max(last.end, end);
    else spans.push({ start: at, end });
  }
  let out = "";
  let at = 0;
  for (const { start, end } of spans) {
    out += text.subarray(at, start).toString("latin1") + mask;
    at = end;
    hidden.fill(1, start, end);
  }
  return out + text.subarray(at).toString("latin1");
}

function cut(text: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.subarray(at[index], end));
}

void test("any values in any text cut anywhere: as the slow way masks it", () => {
  // A small alphabet makes values that overlap, nest and repeat.
  const value = fc.string({ unit: fc.constantFrom("a", "b", "é", '"'), minLength: 5, maxLength: 9 });
  const noise = fc.string({ unit: fc.constantFrom("a", "b", '"', "\\"), maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(noise, fc.nat(60)), { maxLength: 8 }),
      fc.array(fc.nat(400), { maxLength: 12 }),
      (values, parts, places) => {
        const forms = values.flatMap((one) => formsOf(Secret.of(one)));
        const text = Buffer.concat(
          parts.flatMap(([before, pick]) => [Buffer.from(before), forms[pick % forms.length] ?? Buffer.alloc(0)]),
        );
        assert.equal(masked(values, cut(text, places)), maskedSlowly(values, text));
      },
    ),
    { numRuns: 3000 },
  );
});

const spellings: readonly [string, (value: string) => string][] = [
  ["plain", (value) => value],
  ["inside a word", (value) => `x${value}y`],
  ["JSON", (value) => JSON.stringify({ key: value })],
  ["URL parameter", (value) => `?key=${encodeURIComponent(value)}&b=1`],
  ["form field", (value) => new URLSearchParams({ key: value }).toString()],
  ["hex", (value) => Buffer.from(value).toString("hex")],
  ["upper-case hex", (value) => Buffer.from(value).toString("hex").toUpperCase()],
  ["base64", (value) => Buffer.from(value).toString("base64")],
  ["base64url", (value) => Buffer.from(value).toString("base64url")],
  ["Basic authentication, 1 byte before", (value) => Buffer.from(`u${value}`).toString("base64")],
  ["Basic authentication, 2 bytes before", (value) => Buffer.from(`u:${value}`).toString("base64")],
  ["base64 with a byte behind", (value) => Buffer.from(`abc${value}!`).toString("base64")],
];
const planted = "p/a+ß \"q\\r's=t&u~9";

for (const [name, spell] of spellings) {
  void test(`a value is masked when written as ${name}, byte by byte`, () => {
    const text = Buffer.from(`before ${spell(planted)} after`);
    const out = masked(
      [planted],
      cut(
        text,
        Array.from({ length: text.length }, (_, at) => at),
      ),
    );
    assert.ok(out.includes(mask), "nothing was masked");
    assert.ok(out.startsWith("before ") && out.endsWith(" after"));
    for (const form of formsOf(Secret.of(planted))) assert.ok(!out.includes(form.toString("latin1")));
  });
}

void test("a prompt without a newline comes out at once", () => {
  const masker = createMasker([secretOf("swordfish")]);
  assert.equal(Buffer.concat(masker.write(Buffer.from("name? "))).toString(), "name? ");
  assert.equal(Buffer.concat(masker.write(Buffer.from("a sword"))).toString(), "a ");
  assert.equal(Buffer.concat(masker.write(Buffer.from(" x"))).toString(), "sword x");
  assert.equal(Buffer.concat(masker.end()).toString(), "");
});

void test("a value of 1 MB is masked", () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  const value = Array.from({ length: 1_000_000 }, () => String.fromCharCode(33 + (next() % 90))).join("");
  const text = Buffer.from(`<${value}>`);
  assert.equal(masked([value], cut(text, [65_536, 131_072, 500_000, 999_999])), `<${mask}>`);
});

void test("an endless match is one mask and is not kept in memory", () => {
  const masker = createMasker([secretOf("a".repeat(50))]);
  const out = Array.from({ length: 20 }, () => masker.write(Buffer.alloc(1000, "a"))).flat();
  assert.equal(Buffer.concat([...out, ...masker.end()]).toString(), mask);
});

void test("values too short to tell from ordinary output are left", () => {
  assert.equal(masked(["on"], [Buffer.from("on and on")]), "on and on");
});

void test("as a stream, with a value cut between chunks", async () => {
  const stream = Readable.from([Buffer.from("key=sword"), Buffer.from("fish\n")]).pipe(
    maskStream([secretOf("swordfish")]),
  );
  const out = [];
  for await (const part of stream) out.push(part as Buffer);
  assert.equal(Buffer.concat(out).toString(), `key=${mask}\n`);
});
