import { hash as hashOf } from "node:crypto";
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

// Keys are sorted and quotes inside strings are escaped, so each of these texts stands in a record once at most. They
// are looked for one behind the other, and what follows each is matched in its place: 100,000 records a second.
const attestationAnchor = '"attestation_list":[{';
const attestation =
  /"authority_uid":"([\w+./-]{1,200})","chain_uid":"([\w-]{1,64})","fingerprint":\{"algorithm":"SHA-256","algorithm_id":3,"value":"([0-9a-f]{64})"\},(?:"prev_event":\{"fingerprint":\{"algorithm":"SHA-256","algorithm_id":3,"value":"([0-9a-f]{64})"\},"type_uid":\d{1,8},"uid":"([\w./-]{1,100})"\},)?"uid":"([\w./-]{1,100})"\}\]/y;
const fingerprintLength = `"fingerprint":{"algorithm":"SHA-256","algorithm_id":3,"value":""},`.length + 64;
const beforeFingerprint = `"authority_uid":"","chain_uid":"",`.length;
const metadataAnchor = '"metadata":{';
const metadata = /"log_version":"(\d{1,9})",/y;
const sequenceAnchor = '"sequence":';
const sequencePlace = /(\d{1,15}),"uid":"([\w./-]{1,100})","version":"/y;
const typeAnchor = '"type_uid":';
const typePlace = /(\d{1,8}),"unmapped":\{/y;

/** undefined: not a record of ours at all (torn, or something else). */
export function partsOf(line: string): LineParts | undefined {
  // "unmapped" is the last member and an object: a line that ends otherwise is not whole.
  if (!line.startsWith("{") || !line.endsWith("}}")) return undefined;
  const link = behind(line, attestationAnchor, attestation);
  const version = behind(line, metadataAnchor, metadata, link);
  const place = behind(line, sequenceAnchor, sequencePlace, version);
  const type = behind(line, typeAnchor, typePlace, place);
  if (link === undefined || version === undefined || place === undefined || type === undefined) return undefined;
  const [, authority = "", chain = "", hash = "", previousHash, previousUid, uid = ""] = link;
  const at = link.index + beforeFingerprint + authority.length + chain.length;
  // One call is twice as fast as an object that is fed. A record is ASCII: any other byte gives another fingerprint.
  const computed = hashOf("sha256", line.slice(0, at) + line.slice(at + fingerprintLength), "hex");
  return {
    version: Number(version[1]),
    sequence: Number(place[1]),
    uid,
    typeUid: Number(type[1]),
    chain,
    authority,
    hash,
    computed,
    ...(previousHash === undefined || previousUid === undefined
      ? {}
      : { previous: { uid: previousUid, hash: previousHash } }),
  };
}

/** What stands directly behind the first `anchor` after the match before it. */
function behind(line: string, anchor: string, pattern: RegExp, after?: RegExpExecArray): RegExpExecArray | undefined {
  const at = line.indexOf(anchor, after === undefined ? 0 : after.index + after[0].length);
  if (at < 0) return undefined;
  pattern.lastIndex = at + anchor.length;
  return pattern.exec(line) ?? undefined;
}

/** The version that a line claims, even when nothing else of it is understood. */
export function versionOf(line: string): number | undefined {
  const version = behind(line, metadataAnchor, metadata)?.[1];
  return version === undefined ? undefined : Number(version);
}

export const isNewer = (version: number): boolean => version > formatVersion;

export function headOf({ sequence, chain, authority, uid, typeUid, hash }: LineParts): Head {
  return { sequence, chain, authority, record: { uid, typeUid, hash } };
}
