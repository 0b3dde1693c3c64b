import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { isNewer, type LineParts, partsOf, versionOf } from "./line.ts";
import { emptyTree, grow, leafHash, rootOf } from "./merkle.ts";

export type Fault =
  | "edited" // its content is not what was recorded
  | "missing" // taken out, or cut off the end behind a checkpoint
  | "reordered"
  | "duplicated"
  | "torn" // the last line ends in the middle; the next append sets it aside
  | "newer" // written by a newer Leastkey: this one cannot judge it
  | "foreign" // of another chain: from another machine
  | "checkpoint"; // a checkpoint that its key did not sign

/** The first record that is wrong. Sequences and lines count from 1, lines through all files of the trail. */
export interface BadRecord {
  readonly fault: Fault;
  readonly line: number;
  /** The record that is wrong: the one found there, or the one that is not there. */
  readonly sequence: number;
  readonly message: string;
}

export interface Verification {
  readonly records: number;
  readonly bad?: BadRecord;
  /** The end of the trail, as far as it is good. */
  readonly head?: { readonly sequence: number; readonly hash: string };
  readonly chain?: string;
  /** Signed checkpoints that the records agree with, and the records that the last of them covers. */
  readonly checkpoints: number;
  readonly signedUpTo: number;
}

export interface VerifyOptions {
  /** Signed notes, oldest first, and the verifier line of the key that must have signed them. */
  readonly checkpoints?: readonly string[];
  readonly verifier?: string;
  /** The key name that records must carry; a trail under another name came from another machine. */
  readonly authority?: string;
  /** Heads known from elsewhere (a git note, a collector): the trail must hold them. */
  readonly heads?: readonly { readonly sequence: number; readonly hash: string }[];
}

/**
 * Reads a trail line by line, offline, and names the first record that is wrong. A chain alone cannot show that its
 * end was cut off or that all of it was written anew; checkpoints and heads kept elsewhere can.
 */
export function verifyTrail(lines: Iterable<string>, options: VerifyOptions = {}): Verification {
  const signed = openAll(options);
  const heads = new Map(options.heads?.map(({ sequence, hash }) => [sequence, hash]));
  let tree = emptyTree;
  let previous: LineParts | undefined;
  let checkpoints = 0;
  const walk = lines[Symbol.iterator]();
  const so = (bad?: BadRecord): Verification => ({
    records: previous?.sequence ?? 0,
    checkpoints,
    signedUpTo: checkpoints === 0 ? 0 : (signed.notes[checkpoints - 1]?.size ?? 0),
    ...(previous === undefined
      ? {}
      : { head: { sequence: previous.sequence, hash: previous.hash }, chain: previous.chain }),
    ...(bad === undefined ? {} : { bad }),
  });
  for (let next = walk.next(), line = 1; next.done !== true; next = walk.next(), line++) {
    const text = next.value;
    const parts = partsOf(text);
    const fault = faultOf(text, parts, { previous, authority: options.authority });
    if (fault !== undefined) return so(settle(fault, { line, previous, rest: walk }));
    if (parts === undefined) throw new Error("a line without a fault has parts");
    const known = heads.get(parts.sequence);
    if (known !== undefined && known !== parts.hash) return so(replaced(line, parts.sequence, "a head kept elsewhere"));
    if (signed.notes.length > 0) {
      tree = grow(tree, leafHash(parts.computed));
      for (let due = signed.notes[checkpoints]; due?.size === tree.size; due = signed.notes[checkpoints]) {
        if (!rootOf(tree).equals(due.root)) return so(replaced(line, parts.sequence, "its signed checkpoint"));
        checkpoints++;
      }
    }
    previous = parts;
  }
  return so(cutOff(previous?.sequence ?? 0, [...signed.notes.map(({ size }) => size), ...heads.keys()]) ?? signed.bad);
}

interface Opened {
  readonly notes: readonly Checkpoint[];
  readonly bad?: BadRecord;
}

function openAll({ checkpoints = [], verifier }: VerifyOptions): Opened {
  if (verifier === undefined) return { notes: [] };
  const opened = checkpoints.map((note) => openCheckpoint(note, verifier));
  const notes = opened.filter((note) => note !== undefined).toSorted((a, b) => a.size - b.size);
  const wrong = opened.indexOf(undefined);
  if (wrong < 0) return { notes };
  const message = `checkpoint ${String(wrong + 1)} was not signed by this machine's key`;
  return { notes, bad: { fault: "checkpoint", line: 0, sequence: 0, message } };
}

interface Found {
  readonly fault: Fault;
  readonly sequence: number;
  readonly message: string;
  /** The fault is told only by what comes after it: `edited` may be `torn`, `missing` may be `reordered`. */
  readonly open?: true;
}

interface Standing {
  readonly previous: LineParts | undefined;
  readonly authority: string | undefined;
}

function faultOf(text: string, parts: LineParts | undefined, { previous, authority }: Standing): Found | undefined {
  const expected = (previous?.sequence ?? 0) + 1;
  const version = parts?.version ?? versionOf(text);
  if (version !== undefined && isNewer(version)) {
    const message = `record ${String(expected)} claims format ${String(version)}: update Leastkey to verify it`;
    return { fault: "newer", sequence: expected, message };
  }
  if (parts === undefined) {
    return { fault: "edited", sequence: expected, message: `record ${String(expected)} is not a record`, open: true };
  }
  if (parts.computed !== parts.hash) {
    const message = `record ${String(expected)} was edited: its content does not have its fingerprint`;
    return { fault: "edited", sequence: expected, message };
  }
  return originFault(parts, previous, authority) ?? orderFault(parts, previous);
}

function originFault(
  parts: LineParts,
  previous: LineParts | undefined,
  authority: string | undefined,
): Found | undefined {
  const other =
    (previous !== undefined && (parts.chain !== previous.chain || parts.authority !== previous.authority)) ||
    (authority !== undefined && parts.authority !== authority);
  if (!other) return undefined;
  const message = `record ${String(parts.sequence)} is of another chain: it was written on another machine`;
  return { fault: "foreign", sequence: parts.sequence, message };
}

function orderFault(parts: LineParts, previous: LineParts | undefined): Found | undefined {
  const expected = (previous?.sequence ?? 0) + 1;
  if (parts.sequence > expected) {
    const last = parts.sequence - 1;
    const which =
      last === expected ? `record ${String(expected)} is` : `records ${String(expected)} to ${String(last)} are`;
    return { fault: "missing", sequence: expected, message: `${which} missing`, open: true };
  }
  if (parts.sequence < expected) {
    const message = `record ${String(parts.sequence)} stands here a second time, where record ${String(expected)} belongs`;
    return { fault: "duplicated", sequence: parts.sequence, message };
  }
  if (parts.previous?.hash === previous?.hash) return undefined;
  return previous === undefined
    ? { fault: "missing", sequence: 0, message: "the records before the first one are missing" }
    : {
        fault: "edited",
        sequence: previous.sequence,
        message: `record ${String(previous.sequence)} was replaced: record ${String(expected)} was chained to another`,
      };
}

interface Place {
  readonly line: number;
  readonly previous: LineParts | undefined;
  readonly rest: Iterator<string>;
}

/** Reads on where only the rest can tell: whether the missing record comes later, whether the torn line is the last. */
function settle({ fault, sequence, message, open }: Found, { line, rest }: Place): BadRecord {
  if (open !== true) return { fault, line, sequence, message };
  if (fault === "edited") {
    if (rest.next().done !== true) return { fault, line, sequence, message };
    return {
      fault: "torn",
      line,
      sequence,
      message: `record ${String(sequence)} was never finished: the trail ends in it`,
    };
  }
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    if (partsOf(next.value)?.sequence === sequence) {
      const moved = `record ${String(sequence)} stands behind later ones`;
      return { fault: "reordered", line, sequence, message: moved };
    }
  }
  return { fault, line, sequence, message };
}

function replaced(line: number, sequence: number, by: string): BadRecord {
  const message = `record ${String(sequence)}, or one before it, was replaced: ${by} says otherwise`;
  return { fault: "edited", line, sequence, message };
}

function cutOff(last: number, known: readonly number[]): BadRecord | undefined {
  const most = Math.max(0, ...known);
  if (most <= last) return undefined;
  const message = `records ${String(last + 1)} to ${String(most)} are missing: the end of the trail was cut off`;
  return { fault: "missing", line: last + 1, sequence: last + 1, message };
}
