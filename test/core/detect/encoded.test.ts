import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { asOf } from "../../../src/core/detect/expired.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import { encodeBase64Url } from "../../../src/core/detect/validate/base64.ts";

const random = seededRandom(7);
const base = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const stripe = `sk_${"live"}_${random.chars(base, 24)}`;
const slack = `xoxb-${random.chars("0123456789", 12)}-${random.chars("0123456789", 12)}-${random.chars(base, 24)}`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

void test("a token is found in base64 at each of its three alignments, one level deep", () => {
  for (const token of [stripe, slack]) {
    for (const before of ["", "=", "k=", "key=", '{"user":"joe","key":"']) {
      const text = `const blob = "${base64(`${before}${token}"}`)}";\n`;
      const [found, ...others] = detectText("src/blob.ts", text);
      assert.equal(found?.value.reveal(), token, before);
      assert.deepEqual(others, []);
      assert.ok(found.classification.reasons.includes("it is wrapped in base64"));
      assert.equal(text.slice(found.place.start, found.place.end), base64(`${before}${token}"}`));
    }
  }
  assert.deepEqual(detectText("src/blob.ts", `const blob = "${base64(base64(`key=${stripe}`))}";\n`), []);
});

void test("base64 that only begins like a wrapped token is none", () => {
  for (const text of [
    base64(`sk_${"live"}_…`.repeat(9)),
    "docFragmentsOfPublishedPagesAndMoreThanThat",
    base64("AKIA is a prefix of key ids."),
  ])
    assert.deepEqual(detectText("src/blob.ts", `const blob = "${text}";\n`), [], text);
});

void test("a token that says when it ends is less sure after that, and says so", () => {
  const header = encodeBase64Url('{"alg":"HS256","typ":"JWT"}');
  const payload = encodeBase64Url('{"iss":"https://auth.shop.internal","sub":"u-81","exp":1700000000}');
  const found = detectText("src/a.ts", `const t = "${header}.${payload}.${random.chars(base, 43)}";\n`);
  const before = asOf(found, 1_690_000_000_000);
  const after = asOf(asOf(found, 1_710_000_000_000), 1_720_000_000_000);
  assert.deepEqual(
    before.map(({ tier }) => tier),
    ["likely"],
  );
  assert.deepEqual(
    after.map(({ tier }) => tier),
    ["generic"],
  );
  assert.deepEqual(
    after[0]?.classification.reasons.filter((reason) => /expired/.test(reason)),
    ["it expired on 2023-11-14"],
  );
});

void test("a token is found in hexadecimal text of either case", () => {
  for (const token of [stripe, slack]) {
    for (const write of [(hex: string) => hex, (hex: string) => hex.toUpperCase(), (hex: string) => `0x${hex}`]) {
      const hex = write(Buffer.from(`{"key":"${token}"}`).toString("hex"));
      const text = `const blob = "${hex}";\n`;
      const [found, ...others] = detectText("src/blob.ts", text);
      assert.equal(found?.value.reveal(), token);
      assert.deepEqual(others, []);
      assert.ok(found.classification.reasons.includes("it is wrapped in hexadecimal"));
      assert.equal(text.slice(found.place.start, found.place.end), hex.replace(/^0x/, ""));
    }
  }
  const digest = `${Buffer.from("xoxb-").toString("hex")}${random.chars("89abcdef", 54)}`;
  assert.deepEqual(detectText("src/blob.ts", `const blob = "${digest}";\n`), []);
});

void test("a list of key words costs what its first ones do", () => {
  const secret = random.chars(base, 30);
  const text = `${"auth_key=".repeat(9000)}\napi_key = "${secret}7"\n`;
  assert.deepEqual(
    detectText("a.txt", text)
      .map(({ value }) => value.reveal())
      .filter((value) => value.startsWith(secret)),
    [`${secret}7`],
  );
});
