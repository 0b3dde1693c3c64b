import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import { assignmentStyles } from "./assignment-styles.ts";
import { loginPlaces } from "./login-places.ts";

const random = seededRandom(20261124);
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const digits = "23456789";
/** One of 2,000 random tokens spells too much to be told from words: these do not. */
const token = (): string =>
  `${random.chars("bcdfghjk", 3)}${random.chars(digits, 3)}${random.chars(letters + digits, 25)}7`;
const strong = (): string =>
  `${random.chars("ABCDEFGH", 1)}${random.chars("abcdefghkmnp", 5)}${random.chars(digits, 2)}!${random.chars(digits, 1)}xY`;
const secrets: readonly (readonly [key: string, make: () => string])[] = [
  ["api_key", token],
  ["client_secret", () => random.chars("0123456789abcdef", 39) + random.chars(digits, 1)],
  ["access_token", token],
  ["db_password", strong],
];
/** In a text for people a strong password is lowered no further than this. */
const isTold = (tier: string): boolean => tier !== "weak";

const decoded = (value: string): string => Buffer.from(value, "base64").toString();

void test("a secret is found in every way of writing an assignment", () => {
  const missed: string[] = [];
  for (const [paths, write] of assignmentStyles) {
    for (const path of paths) {
      for (const [key, make] of secrets) {
        const value = make();
        const found = detectText(path, write(key, value)).filter(({ tier }) => isTold(tier));
        const isFound = found.some((one) => [one.value.reveal(), decoded(one.value.reveal())].includes(value));
        if (!isFound) missed.push(`${path}: ${write(key, "…")}`);
      }
    }
  }
  assert.deepEqual(missed, []);
});

void test("a password is found on command lines, in connection strings, calls, statements and tools' files", () => {
  const missed: string[] = [];
  for (const [path, write, shown] of loginPlaces) {
    for (const make of [strong, token]) {
      const value = make();
      const isBase64 = shown !== undefined && decoded(shown(value)) === value;
      if (isBase64 && make === strong) continue; // too short to be told from words once it is encoded
      const wanted = shown === undefined ? value : shown(value);
      const found = detectText(path, write(value)).filter(({ tier }) => isTold(tier));
      const isFound = found.some((one) => one.value.reveal() === wanted || one.value.reveal().includes(value));
      if (!isFound) missed.push(`${path}: ${write("…")}`);
    }
  }
  assert.deepEqual(missed, []);
});
