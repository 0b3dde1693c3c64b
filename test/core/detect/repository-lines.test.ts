import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import { credentialLines, harmlessLines, type RepositoryLine } from "./repository-lines.ts";

const random = seededRandom(20261125);
const lower = "abcdefghijkmnpqrstuvwxyz";
const upper = lower.toUpperCase();
const digits = "23456789";
const hex = (length: number): string => `${random.chars("0123456789abcdef", length - 2)}7e`;
const base = (length: number): string =>
  `${random.chars(upper, 2)}${random.chars(digits, 2)}${random.chars(lower + upper + digits, length - 5)}x`;
const words = ["harbor", "winter", "monkey", "panther", "shadow", "summer", "lemon", "rocket"];
const chosen = (): string =>
  [
    `${words[random.below(8)] ?? ""}${String(10 + random.below(2000))}`,
    `${random.chars(upper, 1)}${words[random.below(8)] ?? ""}${random.chars(digits, 2)}!`,
    `${random.chars(lower, 4)}${random.chars(digits, 4)}`,
  ][random.below(3)] ?? "";
const strong = (): string =>
  `${random.chars(upper, 2)}${random.chars(lower, 4)}${random.chars(digits, 2)}!${random.chars(lower, 2)}`;
const base64Of = (text: string): string => Buffer.from(text).toString("base64");
const jwtOf = (payload: object): string =>
  [{ alg: "HS256", typ: "JWT" }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat(base(43))
    .join(".");

const fillers: Readonly<Record<string, () => string>> = {
  chosen,
  strong,
  uuid: () => [8, 4, 4, 4, 12].map((length) => hex(length)).join("-"),
  django: () => `${base(20)}$${base(12)}^&${base(14)}`,
  base64: () => `${base(43)}=`,
  base32key: () => base(32),
  basic: () => base64Of(`robot:${strong()}`),
  wrapped: () => base64Of(strong()),
  jwt: () => jwtOf({ iss: "https://auth.shop-corp.net", sub: "u-81" }),
};

const filled = (line: string): string =>
  line.replace(/\{([a-z]+\d*(?:key)?)\}/g, (whole, name: string) => {
    const sized = /^(hex|base)(\d+)$/.exec(name);
    if (name in fillers) return fillers[name]?.() ?? "";
    if (sized === null) return whole;
    return sized[1] === "hex" ? hex(Number(sized[2])) : base(Number(sized[2]));
  });

const rounds = 8;

/** How often a line of each kind counts, over several fillings. */
function told(lines: readonly RepositoryLine[]): { counted: number; of: number; each: string[] } {
  let counted = 0;
  const each: string[] = [];
  for (const [path, line] of lines) {
    let here = 0;
    for (let round = 0; round < rounds; round += 1)
      if (detectText(path, filled(line)).some(({ tier }) => tier !== "weak")) here += 1;
    counted += here;
    each.push(`${String(here)}/${String(rounds)} ${path}: ${line.trim()}`);
  }
  return { counted, of: lines.length * rounds, each };
}

void test("credentials of real repositories are found in their lines", () => {
  const { counted, of, each } = told(credentialLines);
  const missed = each.filter((line) => !line.startsWith(`${String(rounds)}/`));
  assert.ok(counted / of >= 0.98, `${String(counted)} of ${String(of)}\n${missed.join("\n")}`);
});

void test("lines of real repositories that hold none are left alone", () => {
  const { each } = told(harmlessLines);
  assert.deepEqual(
    each.filter((line) => !line.startsWith("0/")),
    [],
  );
});
