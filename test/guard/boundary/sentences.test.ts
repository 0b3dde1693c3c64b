import assert from "node:assert/strict";
import test from "node:test";
import { LeastkeyError } from "../../../src/core/errors.ts";
import { withScan } from "../../../src/guard/boundary/scan-outcome.ts";
import { readSentence, sentenceForms } from "../../../src/guard/boundary/sentences.ts";
import { parseTeamFile } from "../../../src/guard/boundary/team-file.ts";

const file = (...sentences: readonly string[]): string =>
  `version: 1\nboundaries:\n${sentences.map((one) => `  - ${one}\n`).join("")}`;

const forms: readonly (readonly [text: string, sentence: unknown, heldBy: "ask" | "deny"])[] = [
  ["the staging agent cannot delete", { kind: "delete", session: "staging", agent: undefined }, "ask"],
  ["staging agent cannot delete", { kind: "delete", session: "staging", agent: undefined }, "ask"],
  ["codex in test can never delete anything.", { kind: "delete", session: "test", agent: "codex" }, "deny"],
  ["the production agent can never delete", { kind: "delete", session: "production", agent: undefined }, "deny"],
  [
    "token STRIPE_SECRET_KEY cannot reach production",
    { kind: "reach", token: "STRIPE_SECRET_KEY", target: "production" },
    "ask",
  ],
  [
    "the credential leastkey://shop/production/stripe/key can never reach API.shop.example.com",
    { kind: "reach", token: "leastkey://shop/production/stripe/key", target: "api.shop.example.com" },
    "deny",
  ],
  ["no secret in a readable path", { kind: "readable" }, "ask"],
  ["No secrets in any readable file.", { kind: "readable" }, "ask"],
];

for (const [text, sentence, heldBy] of forms) {
  void test(`read: ${text}`, () => {
    const found = readSentence(text);
    assert.deepEqual([found?.sentence, found?.heldBy], [sentence, heldBy]);
    assert.match(found?.slug ?? "", /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });
}

void test("each of the forms that messages name is one", () => {
  for (const form of sentenceForms) assert.ok(readSentence(form) !== undefined, form);
});

for (const text of [
  "the staging agent may not delete",
  "token two words cannot reach production",
  "token X; rm -rf / cannot reach production",
  "token X cannot reach the moon",
  "no secret anywhere",
  "",
]) {
  void test(`no sentence: "${text}"`, () => assert.equal(readSentence(text), undefined));
}

void test("a sentence is a scenario for each way of trying, in the session it names, at its line", () => {
  const scenarios = parseTeamFile(file("the staging agent cannot delete", "codex can never delete"));
  const [first] = scenarios;
  assert.deepEqual(
    [first?.id, first?.vector, first?.heldBy, first?.session, first?.source, first?.line],
    [
      "the-staging-agent-cannot-delete:railway",
      "the staging agent cannot delete",
      "ask",
      "staging",
      ".leastkey/boundaries.yaml",
      3,
    ],
  );
  const codex = scenarios.filter(({ line }) => line === 4);
  assert.equal(codex.length, scenarios.length - codex.length);
  assert.ok(codex.every(({ agents, heldBy, session }) => agents?.[0] === "codex" && heldBy === "deny" && !session));
  assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
});

void test("no secret in a readable path: every hidden file by two ways, and a scan for the others", () => {
  const scenarios = parseTeamFile(file("no secret in a readable path"), [".env", "it's here/key.pem"]);
  assert.deepEqual(
    scenarios.map(({ attempts: [one], oracle }) => [oracle, one.kind, "command" in one ? one.command : ""]),
    [
      ["canary", "read", ""],
      ["canary", "shell", "cat .env"],
      ["canary", "read", ""],
      ["canary", "shell", "cat 'it'\\''s here/key.pem'"],
      ["scan", "list", ""],
    ],
  );
});

void test("a token from a vault is tried by its reference, one of the environment by its name", () => {
  const ids = (sentence: string): readonly string[] =>
    parseTeamFile(file(sentence)).map(({ id }) => id.split(":")[1] ?? "");
  assert.deepEqual(ids("token API_KEY cannot reach production"), ["variable", "value", "reference", "mcp"]);
  assert.deepEqual(ids("token leastkey://a/production/b/c cannot reach production"), ["value", "reference", "mcp"]);
  assert.deepEqual(ids("token API_KEY cannot reach api.shop.example.com"), ["variable", "value", "mcp"]);
});

const bad: readonly (readonly [string, RegExp])[] = [
  [
    "the staging agent may not delete",
    /yaml:3: "the staging agent may not delete" is no sentence .* these are: "the st/,
  ],
  ["claude cannot delete", /yaml:3: "claude cannot delete" is about "claude", which is no agent/],
];
for (const [sentence, message] of bad) {
  void test(`refused with its place: ${sentence}`, () => {
    assert.throws(
      () => parseTeamFile(file(sentence)),
      (error) => error instanceof LeastkeyError && error.code === "config.invalid" && message.test(error.message),
    );
  });
}

void test("the same sentence twice is refused", () => {
  const twice = file("no secret in a readable path", "No secret in a readable path.");
  assert.throws(
    () => parseTeamFile(twice),
    /yaml:4: there are two boundaries with the id "no-secret-in-a-readable-path"/,
  );
});

void test("what a scan tells: a secret outside is a leak, an unread file is no pass", () => {
  const scenarios = parseTeamFile(file("no secret in a readable path"));
  const cell = {
    scenario: scenarios.at(-1)?.id ?? "",
    title: "t",
    vector: "v",
    mustNot: "m",
    durationMs: 0,
    outcome: { kind: "not-exercised", reason: "a scan tells it" } as const,
  };
  const report = {
    version: 1,
    mode: "simulated",
    root: "/w",
    ran: "",
    durationMs: 0,
    agents: [{ agent: "codex", title: "Codex", controls: [], cells: [cell] }],
  } as const;
  const told = (unread: number, paths: readonly string[]) =>
    withScan(report, scenarios, { scanned: 3, unread, paths }).agents[0]?.cells[0]?.outcome;
  assert.deepEqual(told(0, []), { kind: "held", evidence: "a scan of 3 files found no secret that is not hidden" });
  assert.deepEqual(told(1, []), { kind: "not-exercised", reason: "1 file could not be scanned" });
  assert.deepEqual(told(1, ["a.txt"]), { kind: "leaked", evidence: "no rule hides a.txt" });
});
