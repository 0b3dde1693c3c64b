import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import test from "node:test";
import fc from "fast-check";
import { openCheckpoint, signCheckpoint, verifierKey } from "../../src/audit/checkpoint.ts";
import { emptyTree, grow, leafHash, rootOf } from "../../src/audit/merkle.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const checkpoint = { origin: "leastkey/x", size: 7, root: createHash("sha256").update("root").digest() };

test("the tree's root is that of RFC 6962, by its recursive definition", () => {
  const hash = (...parts: readonly Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  const root = (leaves: readonly string[]): Buffer => {
    if (leaves.length === 0) return hash();
    if (leaves.length === 1) return hash(Buffer.of(0), Buffer.from(leaves[0] ?? ""));
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return hash(Buffer.of(1), root(leaves.slice(0, half)), root(leaves.slice(half)));
  };
  let tree = emptyTree;
  const leaves: string[] = [];
  for (let size = 0; size < 70; size++) {
    assert.deepEqual(rootOf(tree), root(leaves), String(size));
    leaves.push(`leaf ${String(size)}`);
    tree = grow(tree, leafHash(`leaf ${String(size)}`));
  }
});

test("the tree's root for the eight leaves that Certificate Transparency's own tests use", () => {
  const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const tree = leaves.reduce(
    (grown, hex) => grow(grown, leafHash(Buffer.from(hex, "hex").toString("latin1"))),
    emptyTree,
  );
  assert.equal(rootOf(tree).toString("hex"), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
});

test("a signed checkpoint opens with its key only, and not after any change", () => {
  const note = signCheckpoint(checkpoint, privateKey);
  const verifier = verifierKey(publicKey);
  assert.deepEqual(openCheckpoint(note, verifier), checkpoint);
  assert.equal(openCheckpoint(note, verifierKey(generateKeyPairSync("ed25519").publicKey)), undefined);
  const signed = note.slice(0, note.indexOf("—"));
  fc.assert(
    fc.property(fc.nat({ max: signed.length - 1 }), fc.integer({ min: 33, max: 126 }), (at, code) => {
      const changed = note.slice(0, at) + String.fromCharCode(code) + note.slice(at + 1);
      if (changed !== note) assert.equal(openCheckpoint(changed, verifier), undefined);
    }),
  );
  for (const wrong of ["", "x", "name+00000000+AAAA", verifier.replace(/\+[0-9a-f]{8}\+/, "+00000000+")]) {
    assert.equal(openCheckpoint(note, wrong), undefined);
  }
});

test("notes and verifier keys have the form of C2SP signed-note", () => {
  // Key hash and verifier line from the definitions, for RFC 8032's first test key.
  const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });
  const raw = Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex");
  const name = `leastkey/${createHash("sha256").update(raw).digest("hex").slice(0, 16)}`;
  const typed = Buffer.concat([Buffer.of(1), raw]);
  const hash = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  assert.equal(verifierKey(createPublicKey(key)), `${name}+${hash.toString("hex")}+${typed.toString("base64")}`);
  const [origin, size, root, empty, signature, end] = signCheckpoint(checkpoint, key).split("\n");
  assert.deepEqual([origin, size, root, empty, end], ["leastkey/x", "7", checkpoint.root.toString("base64"), "", ""]);
  assert.ok(signature?.startsWith(`— ${name} `));
  assert.deepEqual(Buffer.from(signature?.split(" ")[2] ?? "", "base64").subarray(0, 4), hash);
});
