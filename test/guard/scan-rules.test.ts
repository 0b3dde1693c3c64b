import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { detectText } from "../../src/core/detect/engine.ts";
import { seededRandom } from "../../src/core/detect/random.ts";
import { overridden, parseScanOverrides, parseScanRules, providersOf } from "../../src/guard/scan-rules.ts";

const random = seededRandom(3);
const value = `acme_${random.chars("abcdefghjk23456789", 24)}`;
const source = `version: 1
rules:
  - id: acme-token
    title: ACME
    kind: access token
    pattern: 'acme_[a-z0-9]{24}(?![a-z0-9])'
    keywords: [acme_]
  - id: acme-login
    title: ACME
    pattern: 'login\\s{1,4}(?<value>[a-z0-9]{8,32})'
    flags: i
    keywords: [ACME-Host]
    tier: generic
overrides:
  - paths: [docs/**]
    tier: weak
  - rules: [acme-token]
    paths: ["*.snap"]
    tier: "off"
`;

void test("a project's own rule finds its token, with the whole match, a group or a named group as the value", () => {
  const { rules, problems } = parseScanRules(source);
  assert.deepEqual(problems, []);
  const more = providersOf(rules);
  const text = `const t = "${value}";\n// acme-host LOGIN ab12cd34ef\n`;
  const found = detectText("src/a.ts", text, more);
  assert.deepEqual(
    found.map((one) => [one.rule, one.tier, one.classification.provider, one.value.reveal()]),
    [
      ["acme-token", "likely", "ACME", value],
      ["acme-login", "generic", "ACME", "ab12cd34ef"],
    ],
  );
  assert.equal(text.slice(found[0]?.place.start, found[0]?.place.end), value);
  assert.deepEqual(detectText("src/a.ts", `const x = "${value}";\n`), [], "without the rules nothing knows it");
});

void test("overrides lower, raise and leave out, by rule, provider and path; the last that fits holds", () => {
  const { rules, overrides } = parseScanRules(source);
  const more = providersOf(rules);
  const tiersIn = (path: string, extra: readonly unknown[] = []): readonly string[] =>
    overridden(path, detectText(path, `const x = "${value}";\n`, more), [
      ...overrides,
      ...parseScanOverrides(extra),
    ]).map(({ tier }) => tier);
  assert.deepEqual(tiersIn("src/a.ts"), ["likely"]);
  assert.deepEqual(tiersIn("docs/a.ts"), ["weak"]);
  assert.deepEqual(tiersIn("src/deep/a.snap"), []);
  assert.deepEqual(tiersIn("docs/a.ts", [{ rules: ["acme"], tier: "verified" }]), ["verified"]);
  assert.deepEqual(tiersIn("src/a.ts", [{ tier: "off" }, "nonsense", { paths: ["src/**"], tier: "loud" }]), ["likely"]);
});

const faulty: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no YAML", "version: 1\nrules: [", /^line 2: /],
  ["another version", "version: 2\n", /version is 1/],
  ["a field that nobody knows", "version: 1\nrule: []\n", /rule/],
  [
    "a rule without keyword",
    "version: 1\nrules:\n  - {id: a-b, title: A, pattern: x, keywords: []}\n",
    /needs a keyword/,
  ],
  [
    "a short keyword",
    "version: 1\nrules:\n  - {id: a-b, title: A, pattern: x, keywords: [ab]}\n",
    /3 to 64 characters/,
  ],
  ["an override of everything", 'version: 1\noverrides:\n  - {tier: "off"}\n', /name rules or paths/],
];
for (const [what, text, said] of faulty) {
  void test(`a rules file with ${what} gives no rule and says why`, () => {
    const { rules, overrides, problems } = parseScanRules(text);
    assert.deepEqual([rules, overrides, problems.length], [[], [], 1]);
    assert.match(problems[0] ?? "", said);
  });
}

void test("the schema for editors knows the fields that the parser knows", () => {
  const schema: unknown = JSON.parse(readFileSync("media/schema/rules.schema.json", "utf8"));
  const text = JSON.stringify(schema);
  for (const field of ["id", "title", "kind", "pattern", "flags", "keywords", "tier", "narrower", "rules", "paths"])
    assert.ok(text.includes(`"${field}":{`), field);
});
