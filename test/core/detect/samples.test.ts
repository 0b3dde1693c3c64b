import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { type Random, seededRandom } from "../../../src/core/detect/random.ts";
import type { Provider, Rule } from "../../../src/core/detect/rule.ts";
import { providers } from "../../../src/core/detect/rules/index.ts";
import { alphabetOf, cutOf, sampleOf } from "../../../src/core/detect/shape.ts";
import type { Detection } from "../../../src/core/finding.ts";

const rules = providers.flatMap((provider) => provider.rules.map((rule) => ({ provider, rule })));

interface Placed {
  readonly path: string;
  readonly text: string;
  readonly value: string;
}

/** A key that the rule accepts: a word of the provider and a common ending. */
function keyFor(rule: Rule): string {
  const { match } = rule;
  if (match.by !== "key") return "credential";
  const word = (match.words[0] ?? "").replace(/[^a-z0-9_]/gi, "_");
  const endings = [
    "token",
    "api_key",
    "secret",
    "password",
    "private_key",
    "secret_key",
    "client_secret",
    "session_token",
    "app_key",
    "auth",
    "license_key",
    "account_key",
    "secret_id",
    "channel_secret",
    "client_key_data",
  ];
  const keys = [...endings.map((ending) => `${word}_${ending}`), ...endings, word];
  const pattern = match.key ?? /key|token|secret|auth|pass|cred/;
  const key = keys.find((candidate) => {
    const squashed = candidate.toLowerCase().replace(/[^a-z0-9]/g, "");
    return (
      pattern.test(squashed) &&
      match.words.some((one) => squashed.includes(one.toLowerCase().replace(/[^a-z0-9]/g, "")))
    );
  });
  assert.ok(key !== undefined, `no key for ${rule.id}`);
  return key;
}

function placed(rule: Rule, random: Random): readonly Placed[] {
  const values = valuesOf(rule, random);
  const place = rule.match.by === "key" ? rule.match.place : undefined;
  if (place !== undefined) return values.map((value) => ({ path: place.path, text: place.text(value), value }));
  const key = keyFor(rule);
  return values.flatMap((value) => {
    const inline = value.replaceAll("\n", "\\n");
    const single = !value.includes("\n");
    return [
      { path: "app/.env", text: `DEBUG=1\n${key.toUpperCase()}="${inline}"\n`, value },
      { path: "app/config.json", text: JSON.stringify({ a: 1, [key]: value }, undefined, 2), value },
      { path: "app/server.ts", text: `const x = 1;\nexport const ${key} = ${JSON.stringify(value)};\n`, value },
      ...(single
        ? [
            { path: "app/config.yaml", text: `a: 1\n${key}: "${value}"\nb: 2\n`, value },
            { path: "app/settings.py", text: `${key.toUpperCase()} = '${value}'\n`, value },
            { path: "app/app.toml", text: `[x]\n${key} = "${value}"\n`, value },
          ]
        : []),
    ];
  });
}

function valuesOf(rule: Rule, random: Random): readonly string[] {
  if (rule.samples !== undefined) return rule.samples(random);
  return rule.match.by === "code" ? [] : rule.match.shapes.map((shape) => sampleOf(shape, random));
}

const covering = (found: readonly Detection[], value: string): Detection | undefined =>
  found.find((detection) => {
    const revealed = detection.value.reveal();
    return revealed === value || value.includes(revealed) || revealed.includes(value);
  });

/** Kinds that share a shape: either name is right. */
const family = ({ provider }: { provider: Provider }): string => provider.title;

/** Milliseconds of this process, whatever else the machine does. */
const cpuSince = (started: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
};

void test("every rule finds its own samples, in every format", () => {
  const missed: string[] = [];
  const misnamed: string[] = [];
  for (const owner of rules) {
    for (const { path, text, value } of placed(owner.rule, seededRandom(7))) {
      const found = covering(detectText(path, text), value);
      if (found === undefined) missed.push(`${owner.rule.id} in ${path}`);
      else if (found.classification.provider !== family(owner))
        misnamed.push(`${owner.rule.id} in ${path} is ${found.rule}`);
    }
  }
  assert.deepEqual(missed, []);
  assert.deepEqual(misnamed, []);
});

void test("rules that verify their samples say so", () => {
  for (const { rule } of rules) {
    if (
      rule.samples === undefined ||
      !/github-classic|npm-token|grafana-service|atlassian-api|cloudflare-global|pypi-token|sentry-org/.test(rule.id)
    )
      continue;
    for (const value of rule.samples(seededRandom(3))) {
      assert.equal(covering(detectText("app/.env", `TOKEN=${value}\n`), value)?.tier, "verified", rule.id);
    }
  }
});

void test("a token cut short is not that provider's", () => {
  const flagged: string[] = [];
  for (const { rule } of rules) {
    // Where a rule knows two lengths of one token, the shorter is found in the longer.
    if (rule.match.by !== "shape" || rule.match.shapes.length > 1) continue;
    for (const shape of rule.match.shapes) {
      const cut = cutOf(shape, seededRandom(11));
      if (cut === undefined) continue;
      flagged.push(
        ...detectText("notes/a.log", `value ${cut} end\n`)
          .filter((found) => found.rule === rule.id)
          .map((found) => found.rule),
      );
    }
  }
  assert.deepEqual(flagged, []);
});

void test("what only looks like a token is none", () => {
  for (const { rule } of rules) {
    for (const text of rule.counterSamples?.(seededRandom(5)) ?? []) {
      const found = detectText("src/a.ts", text).filter(
        (detection) => detection.rule === rule.id && detection.tier !== "weak",
      );
      assert.deepEqual(
        found.map((detection) => detection.rule),
        [],
        `${rule.id} on ${text.slice(0, 60)}`,
      );
    }
  }
});

void test("placeholders in a token's shape are none", () => {
  for (const { rule } of rules) {
    if (rule.match.by !== "shape") continue;
    for (const shape of rule.match.shapes) {
      const filler = shape.map((part) => (typeof part === "string" ? part : "x".repeat(part.min))).join("");
      const found = detectText("app/.env", `TOKEN=${filler}\n`).filter((detection) => detection.rule === rule.id);
      assert.deepEqual(
        found.map((detection) => detection.rule),
        [],
        filler,
      );
    }
  }
});

void test("text made of each rule's own alphabet is bounded work", () => {
  for (const { rule } of rules) {
    const shapes = rule.match.by === "code" ? [] : rule.match.shapes.slice(0, 1);
    for (const shape of shapes) {
      const alphabet = alphabetOf(shape);
      const text = alphabet.repeat(Math.ceil(20_000 / alphabet.length));
      const started = process.cpuUsage();
      detectText("a.txt", text);
      assert.ok(cpuSince(started) < 2_000, rule.id);
    }
  }
  for (const text of [
    "eyJ".repeat(33_000),
    "://a:".repeat(20_000),
    `${"-".repeat(5)}BEGIN `.repeat(9_000),
    "password=".repeat(11_000),
    'secret="'.repeat(12_000),
    "token(".repeat(16_000),
  ]) {
    const started = process.cpuUsage();
    detectText("a.txt", text);
    assert.ok(cpuSince(started) < 4_000, text.slice(0, 10));
  }
});

void test("what is said of a token holds no part of it but its public prefix and words", () => {
  const told: string[] = [];
  for (const { rule } of rules) {
    for (const { path, text, value } of placed(rule, seededRandom(13))) {
      for (const { rule: id, classification } of detectText(path, text)) {
        const { provider, kind, narrower = "", reasons } = classification;
        const words = [provider, kind, narrower, ...reasons].join(" ").split(/[^A-Za-z0-9]+/);
        // Eight characters in a row that are no plain word or number would be worth something to a guesser.
        told.push(
          ...words
            .filter((word) => word.length >= 8 && /[A-Za-z]/.test(word) && /[0-9A-Z].*[0-9A-Z]/.test(word.slice(1)))
            .filter((word) => value.includes(word))
            .map((word) => `${id}: ${word}`),
        );
      }
    }
  }
  assert.deepEqual([...new Set(told)], []);
});
