import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { providers } from "../../../src/core/detect/rules/index.ts";
import type { Classification, Finding } from "../../../src/core/finding.ts";
import type { AgentCoverage } from "../../../src/guard/protect.ts";
import type { Evidence } from "../../../src/guard/runbook/evidence.ts";
import { lastSearch, recordSearch } from "../../../src/guard/runbook/last-search.ts";
import type { LineId } from "../../../src/guard/runbook/lines.ts";
import { runbookOf } from "../../../src/guard/runbook/runbook.ts";
import { runbookMarkdown } from "../../../src/guard/runbook/runbook-markdown.ts";
import { shortLived } from "../../../src/guard/runbook/short-lived.ts";
import { nodeFiles } from "../../../src/platform/node-files.ts";
import { finding } from "../../editor/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-runbook-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.parse("2026-11-24T08:00:00Z");
const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString();
const hook = { kind: "hook", path: ".x/hooks.json", strength: "enforced", state: "present" } as const;
const hooked: AgentCoverage = {
  id: "x",
  title: "Agent X",
  detected: true,
  surfaces: [hook],
  coverage: ["hooked"],
  live: daysAgo(1),
};
const { live: _live, ...silent } = hooked;
const neverRan: AgentCoverage = {
  ...silent,
  coverage: [],
  surfaces: [{ ...hook, state: "written, never ran" }],
};
const proof = { at: daysAgo(2), passed: true, stale: false };
const empty: Evidence = {
  root: "/w/shop",
  now,
  scan: { findings: [], protectedPaths: [], bleeds: [] },
  index: { kind: "found", hidden: new Set(), moved: new Set() },
  drift: [],
  agents: [hooked],
  proofs: new Map([["x", proof]]),
  policy: { written: true, passports: ["x@staging"], stale: false },
  trail: { records: 12, anchored: { time: now - 1000, sequence: 12 } },
  search: { at: daysAgo(3), exposures: [] },
};
const scan = (findings: readonly Finding[], over: Partial<Evidence["scan"]> = {}): Evidence["scan"] => ({
  findings,
  protectedPaths: [],
  bleeds: [],
  ...over,
});
const like = (over: Partial<Classification>, fingerprint = "00000000000000aa"): Finding =>
  finding({ fingerprint, classification: { ...finding().classification, ...over } });
const index = (over: Partial<Evidence["index"]>): Evidence["index"] => ({ ...empty.index, ...over });
const byName = { path: "id_ed25519", because: "name", reason: "named like a private key" } as const;
const exposed = [{ fingerprint: "00000000000000aa", label: "Acme secret key" }];

const cases: readonly [line: LineId, what: string, over: Partial<Evidence>, outcome: RegExp][] = [
  ["readable-paths", "none", {}, /^done no file here/],
  ["readable-paths", "bare", { scan: scan([], { protectedPaths: [byName] }) }, /^open .*1 of 1 file .*id_ed25519/],
  [
    "readable-paths",
    "hidden",
    { scan: scan([], { protectedPaths: [byName] }), index: index({ hidden: new Set(["id_ed25519"]) }) },
    /^done 1 file with secrets, hidden/,
  ],
  ["scoped", "omnibus, once for two places", { scan: scan([finding(), finding()]) }, /^open 1 of 1 .*restricted key/],
  ["scoped", "test keys do not count", { scan: scan([like({ environment: "test" })]) }, /^done/],
  ["scoped", "not visible", { scan: scan([like({ privilege: "unknown" })]) }, /^unknown 1 of 1/],
  ["scoped", "public is no credential", { scan: scan([like({ privilege: "public" })]) }, /^done no credential/],
  ["scoped", "in the vault", { index: index({ moved: new Set(["a", "b"]) }) }, /^unknown .*of 2 in the vault/],
  ["scoped", "scoped", { scan: scan([like({ privilege: "scoped" })]) }, /^done 1 credential, each scoped/],
  [
    "environments-apart",
    "one value in two",
    { scan: scan([], { bleeds: [{ fingerprint: "a", environments: ["production", "staging"], paths: ["p", "s"] }] }) },
    /^open 1 value .*production and staging \(p, s\)/,
  ],
  ["environments-apart", "not visible", { scan: scan([like({ environment: "unknown" })]) }, /^unknown/],
  ["environments-apart", "apart", { scan: scan([finding()]) }, /^done .*1 of 1/],
  ["short-lived", "endless", { scan: scan([like({ provider: "AWS" })]) }, /^open 1 credential .*IAM Identity Center/],
  ["short-lived", "no shorter kind", { scan: scan([finding()]) }, /^done/],
  [
    "short-lived",
    "not visible",
    { scan: scan([like({ provider: "GitHub", expiry: { kind: "unknown" } })]) },
    /^unknown 1 credential/,
  ],
  ["short-lived", "temporary", { scan: scan([like({ provider: "AWS", expiry: { kind: "temporary" } })]) }, /^done/],
  ["agents-held", "hooked and live", {}, /^done hooked and live: Agent X/],
  ["agents-held", "no index", { index: index({ kind: "missing" }) }, /^open nothing holds back Agent X/],
  ["agents-held", "nobody", { agents: [] }, /^open no agent has been told/],
  [
    "agents-held",
    "drift",
    { drift: [{ path: ".x/hooks.json", state: "drifted", reason: "differs" }] },
    /^open 1 file of rules .*hooks\.json/,
  ],
  ["agents-held", "silent", { agents: [{ ...hooked, live: daysAgo(40) }] }, /^open the hook of Agent X/],
  ["agents-held", "never ran", { agents: [neverRan] }, /^open the hook of Agent X has not run/],
  [
    "agents-held",
    "only told",
    { agents: [hooked, { ...hooked, title: "Y", coverage: ["told"], surfaces: [{ ...hook, kind: "instructions" }] }] },
    /^open nothing holds back Y/,
  ],
  [
    "agents-held",
    "has no hooks",
    {
      agents: [hooked, { ...hooked, title: "Y", coverage: ["hidden"], surfaces: [{ ...hook, kind: "ignore-file" }] }],
    },
    /^done .*without hooks, held by what hides files: Y/,
  ],
  ["boundaries-proved", "fresh", {}, /^done .*2026-11-22/],
  ["boundaries-proved", "never", { proofs: new Map() }, /^open .*never ran for Agent X/],
  ["boundaries-proved", "failed", { proofs: new Map([["x", { ...proof, passed: false }]]) }, /^open .*failed/],
  ["boundaries-proved", "stale", { proofs: new Map([["x", { ...proof, stale: true }]]) }, /^open .*changed since/],
  ["boundaries-proved", "old", { proofs: new Map([["x", { ...proof, at: daysAgo(31) }]]) }, /^open .*last passed/],
  ["trail-whole", "anchored", {}, /^done 12 records, whole/],
  ["passports", "written", {}, /^done 1 passport: x@staging/],
  ["passports", "none", { policy: { written: false, passports: [], stale: false } }, /^open nobody wrote/],
  ["passports", "of nobody", { policy: { written: true, passports: [], stale: false } }, /^open .*names no agent/],
  ["passports", "stale", { policy: { written: true, passports: ["x"], stale: true } }, /^open .*changed since/],
  [
    "passports",
    "broken",
    { policy: { written: true, passports: [], stale: true, fault: "policy.yaml:3: no" } },
    /^open .*error.*policy\.yaml:3: no/,
  ],
  ["trail-whole", "empty", { trail: { records: 0 } }, /^unknown/],
  ["trail-whole", "never anchored", { trail: { records: 3 } }, /^open .*never kept outside/],
  [
    "trail-whole",
    "anchored long ago",
    { trail: { records: 30, anchored: { time: now - 9 * 86_400_000, sequence: 12 } } },
    /^open .*18 of them/,
  ],
  ["trail-whole", "edited", { trail: { records: 3, bad: { sequence: 2, message: "edited" } } }, /^open record 2/],
  ["exposures-searched", "looked", {}, /^done/],
  ["exposures-searched", "long ago", { search: { at: daysAgo(31), exposures: [] } }, /^open last looked/],
  ["rotated", "nothing found", {}, /^done no recorded/],
  [
    "rotated",
    "still in use",
    { search: { at: daysAgo(1), exposures: exposed }, scan: scan([like({})]) },
    /^open 1 recorded credential still in use here: Acme secret key/,
  ],
  [
    "rotated",
    "moved",
    { search: { at: daysAgo(1), exposures: exposed }, index: index({ moved: new Set(["00000000000000aa"]) }) },
    /^unknown/,
  ],
  ["rotated", "of others", { search: { at: daysAgo(1), exposures: exposed } }, /^done none of 1/],
];

void test("each line of the runbook, told from its evidence", () => {
  for (const [id, what, over, expected] of cases) {
    const line = runbookOf({ ...empty, ...over }).lines.find((one) => one.id === id);
    assert.match(`${line?.state ?? ""} ${line?.evidence ?? ""}`, expected, `${id}: ${what}`);
  }
  const { search: _search, ...unsearched } = empty;
  const lines = runbookOf(unsearched).lines.filter(({ id }) => id === "exposures-searched" || id === "rotated");
  assert.deepEqual(
    lines.map(({ state }) => state),
    ["open", "unknown"],
  );
});

void test("progress counts what is done; an empty workspace that is guarded has nothing open", () => {
  const { done, total, lines } = runbookOf(empty);
  assert.deepEqual(
    lines.filter(({ state }) => state !== "done"),
    [],
  );
  assert.deepEqual([done, total], [10, 10]);
});

void test("providers with a shorter kind are called as detection calls them", () => {
  const titles = new Set(providers.map(({ title }) => title));
  assert.deepEqual(
    [...shortLived.keys()].filter((title) => !titles.has(title)),
    [],
  );
});

void test("as Markdown: boxes, evidence, what to do; names from the workspace make no Markdown", () => {
  const path = "a](http://x) *b*.env";
  const protectedPaths = [{ path, because: "name", reason: "" }] as const;
  const text = runbookMarkdown(runbookOf({ ...empty, scan: scan([], { protectedPaths }) }));
  assert.match(text, /^# Credential runbook: shop\n\n2026-11-24, 9 of 10 done\.\n/);
  assert.match(
    text,
    /^- \[ \] \*\*No secret stands where agents can read it\*\*: .*a\\\]\(http:\/\/x\) \\\*b\\\*\.env\.$/m,
  );
  assert.match(text, /To do: hide these files from agents \(`leastkey protect`\)\./);
  assert.match(text, /^- \[x\] \*\*Every credential is scoped\*\*/m);
  assert.equal(text.includes("/w/"), false);
});

void test("what was ever found stays known; a damaged note is none", () => {
  const files = nodeFiles();
  const home = { root: folder };
  assert.equal(lastSearch(home, files), undefined);
  recordSearch({ at: daysAgo(9), exposures: exposed }, home, files);
  recordSearch({ at: daysAgo(1), exposures: [] }, home, files);
  assert.deepEqual(lastSearch(home, files), { at: daysAgo(1), exposures: exposed });
  writeFileSync(join(folder, "exposures.json"), "{");
  assert.equal(lastSearch(home, files), undefined);
});
