import { Secret } from "../../src/core/secret.ts";

/** A seeded stream of numbers in [0, 1) (mulberry32): the same workspace again for the same seed; not for real keys. */
export type Dice = () => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const digits = "0123456789";
const base62 = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;

export function pick(roll: Dice, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(roll() * alphabet.length))).join("");
}

/** Prefixes are put together here so that no file of the repository holds one next to a body. */
const prefixed = (...parts: readonly string[]): Secret => Secret.of(parts.join(""));

/** dashboard.stripe.com shape since 2018: the account's number behind "51", then the key. */
export const stripeKey = (roll: Dice, mode: "live" | "test"): Secret =>
  prefixed("sk", "_", mode, "_", "51", pick(roll, base62, 14), pick(roll, base62, 83));

/** GitHub and npm close a token with the CRC-32 of its random part in base 62. */
const checked = (roll: Dice, prefix: string): Secret => {
  const body = pick(roll, base62, 30);
  return prefixed(prefix, "_", body, inBase62(crc32(body)).padStart(6, "0"));
};
export const githubToken = (roll: Dice): Secret => checked(roll, "ghp");
export const npmToken = (roll: Dice): Secret => checked(roll, "npm");

export const slackBotToken = (roll: Dice): Secret =>
  prefixed("xox", "b-", pick(roll, digits, 12), "-", pick(roll, digits, 13), "-", pick(roll, base62, 24));

export const sendgridKey = (roll: Dice): Secret =>
  prefixed("S", "G.", pick(roll, base62, 22), ".", pick(roll, base62, 43));

export const awsKeyId = (roll: Dice): Secret =>
  prefixed("AK", "IA", pick(roll, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16));
export const awsSecret = (roll: Dice): Secret => prefixed(pick(roll, `${base62}/+`, 40));

/** A digit in any case, so that no filter for words takes it for one. */
export const password = (roll: Dice, length: number): Secret =>
  prefixed(pick(roll, base62, length - 4), pick(roll, digits, 2), pick(roll, base62, 2));

/** Version 4: what the platform of the incident gives out as a token, with nothing in it that says so. */
export function uuidToken(roll: Dice): Secret {
  const hex = (length: number) => pick(roll, "0123456789abcdef", length);
  return Secret.of([hex(8), hex(4), `4${hex(3)}`, `${pick(roll, "89ab", 1)}${hex(3)}`, hex(12)].join("-"));
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function inBase62(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = base62.charAt(rest % 62) + text;
  return text;
}
