import { createHmac, randomBytes } from "node:crypto";
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { Fingerprinter } from "../core/ports.ts";
import { headBytes, headOf, type TripwireKey } from "../core/tripwire.ts";
import type { Home } from "./home.ts";
import { headsOf, keptHeads } from "./kept-heads.ts";

const keyBytes = 32;

/** The machine's own marks. Makes the key on first use; several processes that do so at once agree on one. */
export function machineFingerprinter(home: Pick<Home, "fingerprintKey">): Fingerprinter & TripwireKey {
  const key = readKey(home.fingerprintKey) ?? makeKey(home.fingerprintKey);
  return withHeads(key, keptHeads(home.fingerprintKey, key));
}

/** The same from a key at hand; tests use it with a fixed one. */
export function fingerprinterOf(key: Uint8Array): Fingerprinter & TripwireKey {
  return withHeads(key, headsOf(key));
}

function withHeads(key: Uint8Array, headTable: Uint32Array): Fingerprinter & TripwireKey {
  const digest = (bytes: Uint8Array): string => createHmac("sha256", key).update(bytes).digest("hex").slice(0, 16);
  return {
    headTable,
    digest,
    fingerprint: (value) => digest(Buffer.from(value.reveal(), "utf8")),
    tripwire: (value, label) => {
      const bytes = Buffer.from(value.reveal(), "utf8");
      if (bytes.length < headBytes) return undefined;
      return { fingerprint: digest(bytes), length: bytes.length, head: headOf(bytes, headTable), label };
    },
  };
}

function readKey(path: string): Buffer | undefined {
  let key = contentOf(path);
  // A disk without hard links shows the key while it is being copied there.
  for (let tries = 0; key !== undefined && key.length < keyBytes && tries < 10; tries++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    key = contentOf(path);
  }
  if (key === undefined) return undefined;
  if (key.length !== keyBytes) throw unusable(path, "is damaged");
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return key;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unusable(path, "could not be read", error);
  }
}

/** Written whole beside its place, then linked there: whoever loses the race reads the winner's. */
function makeKey(path: string): Buffer {
  const draft = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, randomBytes(keyBytes), { mode: 0o600, flag: "wx", flush: true });
    placeOnce(draft, path);
  } catch (error) {
    throw unusable(path, "could not be made", error);
  } finally {
    removeQuietly(draft);
  }
  const key = readKey(path);
  if (key === undefined) throw unusable(path, "vanished while it was made");
  return key;
}

function placeOnce(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    copyOnce(draft, path); // a disk without hard links
  }
}

function copyOnce(draft: string, path: string): void {
  try {
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw unusable(path, "could not be removed", error);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function unusable(path: string, what: string, cause?: unknown): LeastkeyError {
  return new LeastkeyError(
    "home.unusable",
    `the fingerprint key ${path} ${what}`,
    "make the folder readable and writable for you alone; if the key is lost, remove it and run leastkey protect",
    cause,
  );
}
