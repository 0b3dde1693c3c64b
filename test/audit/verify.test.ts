import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import test from "node:test";
import fc from "fast-check";
import { signCheckpoint, verifierKey } from "../../src/audit/checkpoint.ts";
import { partsOf } from "../../src/audit/line.ts";
import { emptyTree, grow, leafHash, rootOf } from "../../src/audit/merkle.ts";
import { type Fault, verifyTrail } from "../../src/audit/verify.ts";
import { anyEvent, newTrail, plain, trailOf } from "./events.ts";

const good = trailOf(Array.from({ length: 12 }, (_, at) => ({ ...plain, command: `cat file-${String(at)} é` })));
const splitAs = (bytes: Buffer): string[] => {
  const lines = bytes.toString("latin1").split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};
const lineAt = (index: number): string => good[index] ?? "";

test("a good trail verifies, of any events", () => {
  assert.deepEqual(verifyTrail([]), { records: 0, checkpoints: 0, signedUpTo: 0 });
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 8 }), (events) => {
      const { bad, records, head } = verifyTrail(trailOf(events));
      assert.equal(bad, undefined);
      assert.equal(records, events.length);
      assert.equal(head?.sequence, events.length);
    }),
  );
});

test("any single byte changed is found, in the record that it is in", () => {
  const bytes = Buffer.from(`${good.join("\n")}\n`, "latin1");
  const starts = good.map((_, at) => good.slice(0, at).join("\n").length + (at === 0 ? 0 : 1));
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      const { bad } = verifyTrail(splitAs(changed));
      const sequence = starts.filter((start) => start <= at).length;
      assert.equal(bad?.sequence, sequence, `${String(at)} ^ ${String(flip)}: ${bad?.message ?? "not found"}`);
      assert.equal(bad?.line, sequence);
    }),
    { numRuns: 3_000 },
  );
});

test("any record taken out is found and named, unless it is the last", () => {
  for (let at = 0; at < good.length - 1; at++) {
    const { bad } = verifyTrail(good.toSpliced(at, 1));
    assert.deepEqual([bad?.fault, bad?.sequence, bad?.line], ["missing", at + 1, at + 1]);
  }
  assert.equal(verifyTrail(good.slice(0, -1)).bad, undefined, "a chain alone cannot show this");
});

test("any two records swapped are found, at the first of them", () => {
  for (let a = 0; a < good.length; a++) {
    for (let b = a + 1; b < good.length; b++) {
      const { bad } = verifyTrail(good.with(a, lineAt(b)).with(b, lineAt(a)));
      assert.deepEqual(
        [bad?.fault, bad?.sequence, bad?.line],
        ["reordered", a + 1, a + 1],
        `${String(a)} ${String(b)}`,
      );
    }
  }
});

const foreign = trailOf([plain, plain, plain], { ...newTrail, chain: "ffffffff-0000-4000-8000-000000000000" });
const forged = trailOf([...Array.from({ length: 4 }, () => plain), { ...plain, outcome: "allowed" }]);
const faults: readonly (readonly [
  name: string,
  lines: readonly string[],
  fault: Fault,
  sequence: number,
  line: number,
])[] = [
  ["a record twice", good.toSpliced(3, 0, lineAt(2)), "duplicated", 3, 4],
  ["the first record again at the end", [...good, lineAt(0)], "duplicated", 1, 13],
  ["a line that is no record", good.toSpliced(5, 0, "hello"), "edited", 6, 6],
  ["an empty line", good.toSpliced(5, 0, ""), "edited", 6, 6],
  ["a torn last line", [...good.slice(0, 11), lineAt(11).slice(0, 300)], "torn", 12, 12],
  ["two writers on one line", good.with(4, lineAt(4) + lineAt(5)), "edited", 5, 5],
  ["records of another chain", [...good, ...foreign.slice(1)], "foreign", 2, 13],
  ["a record replaced by one of its own hash", good.with(4, forged[4] ?? ""), "edited", 4, 5],
  ["a newer format", good.with(8, lineAt(8).replace('"log_version":"1"', '"log_version":"2"')), "newer", 9, 9],
  ["records before the first are gone", good.slice(4), "missing", 1, 1],
];

for (const [name, lines, fault, sequence, line] of faults) {
  test(`found: ${name}`, () => {
    const { bad } = verifyTrail(lines);
    assert.deepEqual([bad?.fault, bad?.sequence, bad?.line], [fault, sequence, line], bad?.message);
  });
}

test("a whole trail from another machine is told by the key it names", () => {
  assert.equal(verifyTrail(good, { authority: "leastkey/ab12" }).bad, undefined);
  assert.equal(verifyTrail(good, { authority: "leastkey/cd34" }).bad?.fault, "foreign");
});

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const verifier = verifierKey(publicKey);
const noteAt = (size: number, lines = good, key = privateKey): string => {
  const tree = lines
    .slice(0, size)
    .reduce((grown, line) => grow(grown, leafHash(partsOf(line)?.computed ?? "")), emptyTree);
  return signCheckpoint({ origin: "leastkey/test", size, root: rootOf(tree) }, key);
};

test("signed checkpoints show what the chain cannot: a cut end, a trail written anew", () => {
  const checkpoints = [noteAt(4), noteAt(9), noteAt(12)];
  assert.deepEqual(
    [verifyTrail(good, { checkpoints, verifier })].map(({ bad, checkpoints: held, signedUpTo }) => [
      bad,
      held,
      signedUpTo,
    ]),
    [[undefined, 3, 12]],
  );
  const cut = verifyTrail(good.slice(0, 10), { checkpoints, verifier });
  assert.deepEqual([cut.bad?.fault, cut.bad?.sequence, cut.signedUpTo], ["missing", 11, 9]);
  assert.equal(verifyTrail([], { checkpoints, verifier }).bad?.fault, "missing");
  const anew = trailOf(Array.from({ length: 12 }, (_, at) => ({ ...plain, outcome: at === 2 ? "allowed" : "denied" })));
  assert.deepEqual(verifyTrail(anew).bad, undefined);
  assert.deepEqual(
    [verifyTrail(anew, { checkpoints, verifier })].map(({ bad }) => [bad?.fault, bad?.sequence]),
    [["edited", 4]],
  );
  const other = generateKeyPairSync("ed25519").privateKey;
  assert.equal(verifyTrail(good, { checkpoints: [noteAt(4, good, other)], verifier }).bad?.fault, "checkpoint");
});

test("heads kept elsewhere are looked for", () => {
  const { head } = verifyTrail(good);
  assert.ok(head);
  assert.equal(verifyTrail(good, { heads: [head] }).bad, undefined);
  assert.equal(verifyTrail(good.slice(0, 7), { heads: [head] }).bad?.sequence, 8);
  assert.equal(verifyTrail(good, { heads: [{ ...head, hash: "0".repeat(64) }] }).bad?.fault, "edited");
});
