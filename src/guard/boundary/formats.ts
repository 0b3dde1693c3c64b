import { type AgentResult, type BoundaryReport, type Cell, type Outcome, totalsOf } from "./report.ts";

/** The report as programs read it, media/schema/test.schema.json. */
export function jsonReport(report: BoundaryReport): unknown {
  return { ...report, totals: totalsOf(report.agents) };
}

/** The form that CI systems show: an agent is a suite, a scenario a test; what was not exercised is skipped. */
export function junitReport(report: BoundaryReport): string {
  const suites = report.agents.map((result) => {
    const { leaked, notExercised } = totalsOf([result]);
    const broken = result.controls.filter(({ ok }) => !ok).length;
    const cases = [
      ...result.controls.map((one) => controlCase(result, one)),
      ...result.cells.map((one) => cellCase(result, one)),
    ];
    const seconds = result.cells.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
    return `  <testsuite name="${xml(result.agent)}" tests="${String(cases.length)}" failures="${String(leaked + broken)}" errors="0" skipped="${String(notExercised)}" time="${seconds.toFixed(3)}" timestamp="${report.ran}">\n${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="leastkey boundary tests (${report.mode})">\n${suites.join("\n")}\n</testsuites>\n`;
}

function controlCase(result: AgentResult, { kind, ok, detail }: AgentResult["controls"][number]): string {
  const open = `    <testcase classname="${xml(result.agent)}" name="control: ${kind}"`;
  return ok ? `${open}/>` : `${open}><failure message="${xml(detail)}"/></testcase>`;
}

function cellCase(result: AgentResult, { scenario, vector, mustNot, outcome, durationMs }: Cell): string {
  const time = (durationMs / 1000).toFixed(3);
  const open = `    <testcase classname="${xml(`${result.agent}.${vector}`)}" name="${xml(scenario)}" time="${time}"`;
  switch (outcome.kind) {
    case "held":
      return `${open}/>`;
    case "leaked":
      return `${open}><failure message="${xml(mustNot)}">${xml(outcome.evidence)}</failure></testcase>`;
    case "not-exercised":
      return `${open}><skipped message="${xml(outcome.reason)}"/></testcase>`;
  }
}

const xml = (text: string): string =>
  text
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD]/g, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** SARIF 2.1.0: one rule for each scenario, one result for each leak and each control that failed. */
export function sarifReport(report: BoundaryReport, version: string): unknown {
  const cells = report.agents.flatMap((result) => result.cells.map((cell) => ({ result, cell })));
  const rules = new Map(cells.map(({ cell }) => [cell.scenario, cell]));
  const leaks = cells.flatMap(({ result, cell }) =>
    cell.outcome.kind === "leaked"
      ? [sarifResult(cell.scenario, `${result.title}: ${cell.mustNot}; ${cell.outcome.evidence}`, cell)]
      : [],
  );
  const controls = report.agents.flatMap((result) =>
    result.controls
      .filter(({ ok }) => !ok)
      .map(({ kind, detail }) => sarifResult(`control-${kind}`, `${result.title}: ${detail}`, {})),
  );
  const controlRules = [...new Set(controls.map(({ ruleId }) => ruleId))].map((id) => ({
    id,
    shortDescription: { text: "a control of the boundary tests" },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "leastkey test",
            version,
            rules: [
              ...[...rules.values()].map(({ scenario, title }) => ({
                id: scenario,
                shortDescription: { text: title },
              })),
              ...controlRules,
            ],
          },
        },
        invocations: [{ executionSuccessful: true, startTimeUtc: report.ran }],
        results: [...leaks, ...controls],
      },
    ],
  };
}

function sarifResult(ruleId: string, text: string, { source, line }: Pick<Cell, "source" | "line">) {
  const uri = source ?? ".leastkey/boundaries.yaml";
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    ruleId,
    level: "error",
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: { uri }, ...region } }],
  };
}

export const symbolOf = (outcome: Outcome): string =>
  ({ held: "held", leaked: "LEAKED", "not-exercised": "not exercised" })[outcome.kind];
