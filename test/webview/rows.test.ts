import assert from "node:assert/strict";
import test from "node:test";
import { bucketsOf, perWords, totalOf } from "../../src/webview/buckets.ts";
import { Entries } from "../../src/webview/entries.ts";
import { explanationOf } from "../../src/webview/explain.ts";
import { emptyFilter, type Filter, matching, nobody, within } from "../../src/webview/filter.ts";
import { groupedBySession, groupOf } from "../../src/webview/groups.ts";
import { Names } from "../../src/webview/names.ts";
import { relatedTo } from "../../src/webview/related.ts";
import { parseState } from "../../src/webview/state.ts";
import { agentOf, spoken, whatOf, whoWords } from "../../src/webview/words.ts";
import { activityRow } from "./rows-sample.ts";

const stripe = "0123456789abcdef";
const names = new Names();
names.take([
  { id: stripe, label: "STRIPE_KEY, Stripe secret key", environment: "production", files: ["/w/src/pay.ts"] },
]);
const minute = 60_000;
const now = 1_790_000_000_000;
const rows = [
  activityRow({
    sequence: 5,
    outcome: "denied",
    command: "curl x",
    rule: "tripwire",
    credentials: [stripe],
    paths: [],
  }),
  activityRow({ sequence: 4, outcome: "denied", command: "cat .env", time: now - 2 * minute }),
  activityRow({ sequence: 3, outcome: "allowed", agent: "Cursor", command: "ls src", paths: [], session: "s2" }),
  activityRow({ sequence: 2, outcome: "asked", command: "terraform destroy", rule: "destructive", paths: [] }),
  activityRow({
    sequence: 1,
    outcome: "done",
    action: "vault.unlock",
    tool: "",
    command: "",
    agent: "",
    paths: [],
    credentials: ["leastkey://shop/staging/db/password"],
    session: "",
    time: now - 90 * minute,
  }),
];
function entriesOf(all: readonly ReturnType<typeof activityRow>[]): Entries {
  const entries = new Entries();
  for (const row of all) assert.ok(entries.addOlder(row));
  return entries;
}
const entries = entriesOf(rows);
const kept = (filter: Partial<Filter>): readonly number[] =>
  Array.from(matching(entries, { ...emptyFilter, ...filter }, names, now), (slot) => entries.sequence(slot));

void test("records come from both ends and once; each is found again as it was", () => {
  const both = entriesOf(rows.slice(1, 3));
  assert.ok(both.addNewer(activityRow({ sequence: 5 })));
  assert.ok(!both.addNewer(activityRow({ sequence: 5 })), "a second time");
  assert.ok(!both.addNewer(activityRow({ sequence: 4 })), "late");
  assert.ok(both.addOlder(activityRow({ sequence: 2 })));
  assert.ok(!both.addOlder(activityRow({ sequence: 3 })));
  assert.deepEqual(
    [0, 1, 2, 3].map((place) => both.sequence(both.slotAt(place))),
    [5, 4, 3, 2],
  );
  for (const row of rows) {
    const slot = entries.slotOf(row.sequence);
    assert.ok(slot !== undefined);
    assert.deepEqual(entries.row(slot), row);
  }
  assert.equal(entries.slotOf(6), undefined);
});

void test("filters: every word, any field, any case; verdict, agent, credential, environment, time", () => {
  assert.deepEqual(kept({}), [5, 4, 3, 2, 1]);
  assert.deepEqual(kept({ text: "CURSOR" }), [3]);
  assert.deepEqual(kept({ text: "cat env" }), [4]);
  assert.deepEqual(kept({ text: "cat terraform" }), []);
  assert.deepEqual(kept({ text: "unlocked the vault" }), [1]);
  assert.deepEqual(kept({ text: "stripe_key" }), [5], "by the credential's name");
  assert.deepEqual(kept({ verdict: "denied" }), [5, 4]);
  assert.deepEqual(kept({ verdict: "other" }), [1]);
  assert.deepEqual(kept({ text: "destructive", verdict: "asked" }), [2]);
  assert.deepEqual(kept({ agent: "Cursor" }), [3]);
  assert.deepEqual(kept({ agent: nobody }), [1]);
  assert.deepEqual(kept({ credential: stripe }), [5]);
  assert.deepEqual(kept({ environment: "production" }), [5]);
  assert.deepEqual(kept({ environment: "staging" }), [1], "told by the reference");
  assert.deepEqual(kept({ time: "1h" }), [5, 4, 3, 2]);
  const span = { from: now - 3 * minute, to: now - minute };
  const all = matching(entries, emptyFilter, names, now);
  assert.deepEqual(
    Array.from(within(entries, all, span), (slot) => entries.sequence(slot)),
    [4],
  );
});

void test("grouped by session: the newest session first, its folded records left out", () => {
  const slots = matching(entries, emptyFilter, names, now);
  const outline = (folded: ReadonlySet<string>): readonly string[] => {
    const { lines, groups } = groupedBySession(entries, slots, folded);
    return Array.from(lines, (line) =>
      line < 0 ? (groups[groupOf(line)]?.title ?? "") : String(entries.sequence(line)),
    );
  };
  const open = [
    "Claude Code, session s1",
    "5",
    "4",
    "2",
    "Cursor, session s2",
    "3",
    "not known, no session named",
    "1",
  ];
  const shown = outline(new Set());
  assert.deepEqual(shown.slice(0, 6), open.slice(0, 6));
  assert.equal(shown.at(-1), "1");
  assert.deepEqual(outline(new Set(["session s1"])).slice(0, 2), ["Claude Code, session s1", "Cursor, session s2"]);
});

void test("the timeline counts each entry once, in as many bars as there is room for", () => {
  const slots = matching(entries, emptyFilter, names, now);
  for (const room of [2, 10, 200]) {
    const buckets = bucketsOf(entries, slots, room);
    assert.ok(buckets !== undefined && buckets.all.length <= room + 1);
    assert.equal(
      buckets.all.reduce((sum, bucket) => sum + totalOf(bucket), 0),
      rows.length,
    );
    assert.equal(
      buckets.all.reduce((sum, bucket) => sum + bucket.denied, 0),
      2,
    );
  }
  assert.equal(bucketsOf(entries, slots, 200)?.minutes, 1);
  assert.equal(bucketsOf(entries, new Int32Array(), 200), undefined);
  assert.deepEqual([1, 5, 60, 120, 1440].map(perWords), ["minute", "5 minutes", "hour", "2 hours", "day"]);
});

void test("read here, used there: a file that holds a credential and the call that carried it", () => {
  const story = entriesOf([
    activityRow({ sequence: 3, credentials: [stripe], paths: [], session: "other" }),
    activityRow({ sequence: 2, command: "ls", paths: [], session: "s1" }),
    activityRow({ sequence: 1, paths: ["src/pay.ts"], cwd: "/w", session: "s1" }),
  ]);
  const told = (sequence: number): readonly string[] =>
    relatedTo(story, story.slotOf(sequence) ?? -1, names).map(
      ({ slot, relation }) => `${String(story.sequence(slot))} ${relation}`,
    );
  assert.deepEqual(told(1), ["3 used-there", "2 same-session"]);
  assert.deepEqual(told(3), ["1 read-here"]);
});

void test("who did it is worded by how sure that is", () => {
  const who = (over: Parameters<typeof activityRow>[0]): string => agentOf(activityRow(over));
  assert.equal(who({ attribution: "confirmed" }), "Claude Code");
  assert.equal(who({ attribution: "likely" }), "Claude Code (likely)");
  assert.equal(who({ agent: "", attribution: "unknown" }), "not known");
  const typed = activityRow({ agent: "", attribution: "unknown", action: "terminal.command" });
  assert.match(whoWords(typed), /^not known: a person or an agent typed it/);
});

void test("what happened, in one line", () => {
  assert.equal(whatOf(activityRow({ command: "a \n b" })), "Bash: a b");
  assert.equal(whatOf(activityRow({ action: "terminal.command", tool: "terminal" })), "terminal: cat .env");
  assert.equal(whatOf(activityRow({ action: "vault.unlock", tool: "editor", command: "" })), "unlocked the vault");
  assert.equal(spoken(activityRow(), names), "Claude Code: denied, Bash: cat .env, .env");
  assert.equal(names.label("f".repeat(16)), "unnamed credential ffffff");
});

void test("each rule is explained with a way on; what no rule says is told by the outcome", () => {
  assert.equal(explanationOf(activityRow({ rule: "protected-path" })).length, 3);
  assert.equal(explanationOf(activityRow({ rule: "constructor", outcome: "done" })).length, 1);
});

void test("a kept state that is not understood is as at first", () => {
  const fresh = parseState(undefined);
  assert.deepEqual(fresh, { ...emptyFilter, span: undefined, selected: undefined, isGrouped: false, folded: [] });
  assert.deepEqual(parseState({ ...fresh, verdict: "constructor", span: { from: 2, to: 1 }, folded: [1] }), fresh);
  const kept = { ...fresh, verdict: "denied" as const, span: { from: 1, to: 2 }, isGrouped: true, folded: ["a"] };
  assert.deepEqual(parseState(JSON.parse(JSON.stringify(kept))), kept);
});
