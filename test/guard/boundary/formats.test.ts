import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import Ajv from "ajv";
import { jsonReport, junitReport, sarifReport } from "../../../src/guard/boundary/formats.ts";
import {
  type BoundaryReport,
  type Cell,
  hasPassed,
  type Outcome,
  withControls,
} from "../../../src/guard/boundary/report.ts";
import { fields, list, text } from "../../../src/platform/lab/wire.ts";

const cell = (scenario: string, outcome: Outcome, source?: string): Cell => ({
  scenario,
  title: `title of ${scenario}`,
  vector: "cat",
  mustNot: 'a "value" & more <arrives>',
  outcome,
  durationMs: 12.5,
  ...(source === undefined ? {} : { source }),
});
const held: Outcome = { kind: "held", evidence: "refused" };
const leaked: Outcome = { kind: "leaked", evidence: "it arrived \u0007 & <there>" };
const untried: Outcome = { kind: "not-exercised", reason: "no such tool" };
const control = (ok: boolean) => ({ kind: "hook-ran", ok, detail: ok ? "it ran" : "it did not run" }) as const;

const report: BoundaryReport = {
  version: 1,
  mode: "live",
  root: "/shop",
  ran: "2026-11-24T08:00:00.000Z",
  durationMs: 1000,
  agents: [
    {
      agent: "claude-code",
      title: "Claude Code",
      version: "2.1.330",
      refusedHosts: ["telemetry.example.com:443"],
      controls: [control(true)],
      cells: [
        cell("a", held),
        cell("b", leaked),
        cell("c", untried),
        cell("ours", leaked, ".leastkey/boundaries.yaml"),
      ],
    },
    { agent: "codex", title: "OpenAI Codex", controls: [control(false)], cells: [cell("a", untried)] },
  ],
};

void test("JSON keeps to its schema and counts", () => {
  const schema: unknown = JSON.parse(readFileSync("media/schema/test.schema.json", "utf8"));
  const validate = new Ajv({ strict: true }).compile(fields(schema));
  const body: unknown = JSON.parse(JSON.stringify(jsonReport(report)));
  assert.equal(validate(body), true, JSON.stringify(validate.errors));
  assert.deepEqual(fields(body)["totals"], { held: 1, leaked: 2, notExercised: 2 });
  assert.equal(validate({ ...fields(body), more: 1 }), false);
});

void test("JUnit: a leak and a failed control are failures, what was not tried is skipped, and the XML is well formed", () => {
  const xml = junitReport(report);
  assert.equal(xml.match(/<failure /g)?.length, 3);
  assert.equal(xml.match(/<skipped /g)?.length, 2);
  assert.match(xml, /<testsuite name="claude-code" tests="5" failures="2" errors="0" skipped="1"/);
  assert.match(xml, /<testsuite name="codex" tests="2" failures="1" errors="0" skipped="1"/);
  assert.ok(xml.includes("it arrived ? &amp; &lt;there&gt;"));
  assert.ok(xml.includes("a &quot;value&quot; &amp; more"));
  const open: string[] = [];
  for (const [, close, name, self] of xml.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (close === "/") assert.equal(open.pop(), name);
    else if (self !== "/") open.push(name ?? "");
  }
  assert.deepEqual(open, []);
});

void test("SARIF: one result for each leak and failed control, each of a rule that is listed", () => {
  const run = fields(list(fields(sarifReport(report, "1.0.0"))["runs"])[0]);
  const rules = list(fields(fields(run["tool"])["driver"])["rules"]).map((rule) => text(fields(rule)["id"]));
  const results = list(run["results"]).map(fields);
  assert.deepEqual(
    results.map((result) => result["ruleId"]),
    ["b", "ours", "control-hook-ran"],
  );
  for (const result of results) assert.ok(rules.includes(text(result["ruleId"])));
});

void test("nothing is held where a control failed, and nothing has passed that held nothing", () => {
  const shaky = withControls({
    agent: "x",
    title: "X",
    controls: [control(true), control(false)],
    cells: [cell("a", held), cell("b", leaked)],
  });
  assert.deepEqual(
    shaky.cells.map(({ outcome }) => outcome.kind),
    ["not-exercised", "leaked"],
  );
  const passing = { agent: "x", title: "X", controls: [control(true)], cells: [cell("a", held), cell("b", untried)] };
  assert.equal(hasPassed(passing), true);
  assert.equal(hasPassed({ ...passing, cells: [cell("b", untried)] }), false);
  assert.equal(hasPassed({ ...passing, cells: [...passing.cells, cell("c", leaked)] }), false);
  assert.equal(hasPassed(shaky), false);
});
