import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** The head of a tree, as C2SP tlog-checkpoint has it (c2sp.org/tlog-checkpoint, signed-note; read 2026-11-24). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const ed25519 = 1;
/** DER header of an Ed25519 public key; the 32 bytes of the key follow it. */
const spkiHeader = Buffer.from("302a300506032b6570032100", "hex");

/** The name by which records and signatures call a key: it follows from the key alone. */
export function keyName(publicKey: KeyObject): string {
  return `leastkey/${createHash("sha256").update(rawKey(publicKey)).digest("hex").slice(0, 16)}`;
}

/** The public key in one line, in C2SP's form for verifiers: name+hash+key. */
export function verifierKey(publicKey: KeyObject): string {
  const name = keyName(publicKey);
  const key = Buffer.concat([Buffer.of(ed25519), rawKey(publicKey)]);
  return `${name}+${keyHash(name, key).toString("hex")}+${key.toString("base64")}`;
}

export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  const publicKey = createPublicKey(privateKey);
  const name = keyName(publicKey);
  const text = `${origin}\n${String(size)}\n${root.toString("base64")}\n`;
  const signature = sign(null, Buffer.from(text), privateKey);
  const hash = keyHash(name, Buffer.concat([Buffer.of(ed25519), rawKey(publicKey)]));
  return `${text}\n— ${name} ${Buffer.concat([hash, signature]).toString("base64")}\n`;
}

/** The checkpoint in a note, when the key of that verifier line signed it; undefined for anything else. */
export function openCheckpoint(note: string, verifier: string): Checkpoint | undefined {
  const key = parseVerifier(verifier);
  const split = note.indexOf("\n\n");
  if (key === undefined || split < 0) return undefined;
  const text = note.slice(0, split + 1);
  const signed = note
    .slice(split + 2)
    .split("\n")
    .some((line) => isSignedBy(line, text, key));
  return signed ? parseBody(text) : undefined;
}

interface Verifier {
  readonly name: string;
  readonly hash: Buffer;
  readonly key: KeyObject;
}

let lastParsed: { readonly line: string; readonly verifier: Verifier | undefined } | undefined;

/** A trail has one key and hundreds of notes: it is read once. */
function parseVerifier(line: string): Verifier | undefined {
  if (lastParsed?.line !== line) lastParsed = { line, verifier: readVerifier(line) };
  return lastParsed.verifier;
}

function readVerifier(line: string): Verifier | undefined {
  const [, name, hash, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)\s*$/.exec(line) ?? [];
  if (name === undefined || hash === undefined || encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== ed25519 || keyHash(name, bytes).toString("hex") !== hash) return undefined;
  const key = createPublicKey({ key: Buffer.concat([spkiHeader, bytes.subarray(1)]), format: "der", type: "spki" });
  return { name, hash: Buffer.from(hash, "hex"), key };
}

function isSignedBy(line: string, text: string, { name, hash, key }: Verifier): boolean {
  const [, signer, encoded] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  if (signer !== name || encoded === undefined) return false;
  const bytes = Buffer.from(encoded, "base64");
  return (
    bytes.length === 68 && bytes.subarray(0, 4).equals(hash) && verify(null, Buffer.from(text), key, bytes.subarray(4))
  );
}

function parseBody(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split("\n");
  if (origin === undefined || origin === "" || size === undefined || root === undefined) return undefined;
  const bytes = Buffer.from(root, "base64");
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || bytes.length !== 32) return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** First four bytes of SHA-256 over name, newline and the key with its algorithm byte (C2SP signed-note). */
function keyHash(name: string, key: Buffer): Buffer {
  return createHash("sha256").update(`${name}\n`).update(key).digest().subarray(0, 4);
}

function rawKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: "der", type: "spki" }).subarray(spkiHeader.length);
}
