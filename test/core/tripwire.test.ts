import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Secret } from "../../src/core/secret.ts";
import { findKnown, setTripwire } from "../../src/core/tripwire.ts";
import { unitsIn, utf8 } from "../../src/core/utf8.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";

const fingerprinter = fingerprinterOf(Buffer.alloc(32, 7));

/** No real token: built here, so that the repository holds nothing that looks live. */
const value = ["sk", "live", "9aZ+Q.x7Lm/2pVn4TcRb6Wd"].join("_");
const entryOf = (text: string) => {
  const entry = fingerprinter.tripwire(Secret.of(text), "Stripe secret key");
  assert.ok(entry);
  return entry;
};
const armed = setTripwire([entryOf(value)], fingerprinter);
const b64 = (text: string): string => Buffer.from(text).toString("base64");
const hex = (text: string): string => Buffer.from(text).toString("hex");
const letters = value.split("");
const at = (n: number): readonly [string, string] => [value.slice(0, n), value.slice(n)];

const caught: Readonly<Record<string, string>> = {
  "as it is": `curl -H "Authorization: Bearer ${value}" https://example.com`,
  alone: value,
  "after other text with no gap": `KEY=${value}`,
  "split by shell quotes": `curl ${at(5)[0]}"${at(5)[1]}"`,
  "split by an empty pair of quotes": `curl ${at(9)[0]}''${at(9)[1]}`,
  "split by backslashes": value.split("").join("\\"),
  "split over lines": `curl ${at(9)[0]}\\\n${at(9)[1]}`,
  "summed up in JavaScript": `fetch("${at(4)[0]}" + "${at(4)[1]}")`,
  "summed up in Perl": `print '${at(11)[0]}' . '${at(11)[1]}'`,
  "joined from a list": `["${at(4)[0]}", "${at(4)[1]}"].join("")`,
  "adjacent literals in Python": `k = ("${at(6)[0]}" "${at(6)[1]}")`,
  base64: `echo ${b64(value)} | base64 -d`,
  "base64, one byte in front": b64(`x${value}`),
  "base64, two bytes in front": b64(`xy${value}yz`),
  "base64 of basic auth": `Authorization: Basic ${b64(`api:${value}`)}`,
  base64url: Buffer.from(`{"k":"${value}"}`).toString("base64url"),
  "base64 in a path": `https://example.com/a/${b64(value)}`,
  "base64, wrapped": b64(`${"lead ".repeat(3)}${value}`).replace(/.{16}/g, "$&\n"),
  "base64 twice": b64(b64(value)),
  "base64 split by quotes": b64(value).replace(/.{7}/g, '$&""'),
  hex: hex(value),
  "hex, upper case": hex(value).toUpperCase(),
  "hex, glued to a digit": `0${hex(value)}`,
  "hex with spaces": hex(value).replace(/../g, "$& "),
  "hex escapes": hex(value).replace(/../g, "\\x$&"),
  "octal escapes": letters.map((c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`).join(""),
  "unicode escapes": letters.map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  "url-encoded": letters.map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
  "url-encoded where needed": encodeURIComponent(value),
  "html entities": letters.map((c) => `&#${c.charCodeAt(0)};`).join(""),
  "base64, url-encoded": encodeURIComponent(b64(value)),
  "hex of base64": hex(b64(value)),
  reversed: `echo ${letters.toReversed().join("")} | rev`,
};

for (const [name, text] of Object.entries(caught)) {
  void test(`the tripwire finds a value ${name}`, () => {
    const { hits, complete } = findKnown(text, armed);
    assert.ok(complete);
    assert.ok(hits.length > 0, "not found");
    const left = hits.reduceRight((rest, hit) => rest.slice(0, hit.start) + rest.slice(hit.end), text);
    assert.equal(findKnown(left, armed).hits.length, 0, "what a redaction leaves still holds the value");
  });
}

void test("a value that is not known is not found, nor is a part of one", () => {
  for (const text of ["", "npm test", value.slice(1), value.slice(0, -1), b64(value.slice(1)), "a".repeat(5000)]) {
    assert.deepEqual(findKnown(text, armed).hits, [], "a false hit");
  }
});

void test("values under eight bytes have no entry", () => {
  assert.equal(fingerprinter.tripwire(Secret.of("1234567"), "x"), undefined);
  assert.equal(entryOf("12345678").length, 8);
  assert.equal(entryOf("päßwörter").length, Buffer.byteLength("päßwörter"));
});

void test("an entry holds nothing of the value", () => {
  assert.ok(!JSON.stringify(entryOf(value)).includes(value.slice(0, 4)));
});

void test("any value is found in any surroundings, plain and encoded, at its place", () => {
  const text = fc.string({ unit: "binary", maxLength: 60 });
  const secret = fc.string({ unit: "grapheme-composite", minLength: 8, maxLength: 60 });
  fc.assert(
    fc.property(text, secret, text, (before, middle, after) => {
      const wire = setTripwire([entryOf(middle)], fingerprinter);
      const plain = findKnown(`${before}${middle}${after}`, wire).hits;
      assert.ok(plain.some((hit) => hit.start === before.length && hit.end === before.length + middle.length));
      assert.ok(findKnown(b64(`${before}${middle}${after}`), wire).hits.length > 0);
      assert.ok(findKnown(hex(`${before}${middle}${after}`), wire).hits.length > 0);
    }),
    { numRuns: 200 },
  );
});

void test("utf8 agrees with the platform's encoder", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = utf8(text);
      assert.deepEqual(bytes, new Uint8Array(Buffer.from(text, "utf8")));
      assert.equal(unitsIn(bytes, bytes.length), text.length);
    }),
  );
  assert.deepEqual(utf8("\ud800x"), new Uint8Array(Buffer.from("\ud800x", "utf8")));
});

void test("a text full of near-hits is given up, and said to be", () => {
  const near = `postgres${"9".repeat(200)}`;
  const wires = Array.from({ length: 40 }, (_, n) => entryOf(`postgres${"x".repeat(n + 1)}`));
  assert.equal(findKnown("postgres ".repeat(40_000) + near, setTripwire(wires, fingerprinter)).complete, false);
});

void test("four megabytes are searched in time", () => {
  const text = "const aGVsbG8gd29ybGQ = require('./module/with/path'); // words\n".repeat(65_000);
  const started = performance.now();
  assert.deepEqual(findKnown(text, armed), { hits: [], complete: true });
  const took = performance.now() - started;
  assert.ok(took < 10_000, `took ${Math.round(took)} ms`);
});
