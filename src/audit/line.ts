import { createHash } from "node:crypto";
import type { Head } from "./entry.ts";
import { formatVersion } from "./product.ts";

/** What the chain needs of one line, read from its fixed places; the record's content is not parsed for it. */
export interface LineParts {
  readonly version: number;
  readonly sequence: number;
  readonly uid: string;
  readonly typeUid: number;
  readonly chain: string;
  readonly authority: string;
  /** The fingerprint that the line states. */
  readonly hash: string;
  /** The fingerprint that its content has. */
  readonly computed: string;
  readonly previous?: { readonly uid: string; readonly hash: string };
}

// Keys are sorted and quotes inside strings are escaped, so each of these texts stands in a record once at most.
const attestation =
  /"attestation_list":\[\{"authority_uid":"([\w+./-]{1,200})","chain_uid":"([\w-]{1,64})","fingerprint":\{"algorithm":"SHA-256","algorithm_id":3,"value":"([0-9a-f]{64})"\},(?:"prev_event":\{"fingerprint":\{"algorithm":"SHA-256","algorithm_id":3,"value":"([0-9a-f]{64})"\},"type_uid":\d{1,8},"uid":"([\w./-]{1,100})"\},)?"uid":"([\w./-]{1,100})"\}\]/;
const fingerprintLength = `"fingerprint":{"algorithm":"SHA-256","algorithm_id":3,"value":""},`.length + 64;
const beforeFingerprint = `"attestation_list":[{"authority_uid":"","chain_uid":"",`.length;
const metadata = /"metadata":\{"log_version":"(\d{1,9})",/;
const sequencePlace = /"sequence":(\d{1,15}),"uid":"([\w./-]{1,100})","version":"/;
const typePlace = /"type_uid":(\d{1,8}),"unmapped":\{/;

/** undefined: not a record of ours at all (torn, or something else). */
export function partsOf(line: string): LineParts | undefined {
  // "unmapped" is the last member and an object: a line that ends otherwise is not whole.
  if (!line.startsWith("{") || !line.endsWith("}}")) return undefined;
  const link = attestation.exec(line);
  const version = metadata.exec(line)?.[1];
  const place = sequencePlace.exec(line);
  const typeUid = typePlace.exec(line)?.[1];
  if (link === null || version === undefined || place === null || typeUid === undefined) return undefined;
  const [, authority = "", chain = "", hash = "", previousHash, previousUid, uid = ""] = link;
  const at = link.index + beforeFingerprint + authority.length + chain.length;
  const unsigned = line.slice(0, at) + line.slice(at + fingerprintLength);
  return {
    version: Number(version),
    sequence: Number(place[1]),
    uid,
    typeUid: Number(typeUid),
    chain,
    authority,
    hash,
    computed: createHash("sha256").update(unsigned, "latin1").digest("hex"),
    ...(previousHash === undefined || previousUid === undefined
      ? {}
      : { previous: { uid: previousUid, hash: previousHash } }),
  };
}

/** The version that a line claims, even when nothing else of it is understood. */
export function versionOf(line: string): number | undefined {
  const version = metadata.exec(line)?.[1];
  return version === undefined ? undefined : Number(version);
}

export const isNewer = (version: number): boolean => version > formatVersion;

export function headOf({ sequence, chain, authority, uid, typeUid, hash }: LineParts): Head {
  return { sequence, chain, authority, record: { uid, typeUid, hash } };
}
