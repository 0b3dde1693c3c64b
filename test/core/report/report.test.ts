import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import Ajv from "ajv";
import type { Finding } from "../../../src/core/finding.ts";
import { gitlabReport } from "../../../src/core/report/gitlab.ts";
import { sarifLog } from "../../../src/core/report/sarif.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const finding = (path: string, line: number, more: Partial<Finding> = {}): Finding => ({
  rule: "stripe-secret-key",
  tier: "likely",
  place: { path, start: 10, end: 40, line, column: 5, endLine: line, endColumn: 35 },
  name: "STRIPE_KEY",
  fingerprint: "0123456789abcdef",
  classification: {
    provider: "Stripe",
    kind: "secret key",
    environment: "production",
    privilege: "omnibus",
    narrower: "a restricted key",
    expiry: { kind: "never" },
    reasons: ["the token says so itself"],
  },
  ...more,
});

const findings = [
  finding("src/a b.ts", 3),
  finding("c:odd/é#1.env", 1, { tier: "weak", rule: "generic-password" }),
  finding("old.env", 9, { commit: { id: "a".repeat(40), at: "2026-01-02T03:04:05+00:00" }, tier: "generic" }),
];
const facts = { version: "1.2.3", findings, errors: [{ path: "x", message: "could not be read (EACCES)" }], hash };

/** The official schema, from Microsoft's own package. */
const sarifSchema = createRequire(`${process.cwd()}/package.json`).resolve(
  "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
);

void test("the SARIF log keeps to the official schema, with and without findings", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const schema = JSON.parse(readFileSync(sarifSchema, "utf8")) as Record<string, unknown>;
  // It is a draft-04 schema, of which draft 7 only spells the id and its own name differently.
  const { id: _id, $schema: _schema, ...draft7 } = schema;
  const validate = ajv.compile(draft7);
  for (const log of [sarifLog(facts), sarifLog({ ...facts, findings: [], errors: [] })]) {
    assert.ok(validate(JSON.parse(JSON.stringify(log))), JSON.stringify(validate.errors));
  }
  assert.ok(!validate({ version: "2.1.0" }), "the schema is not looked at");
});

void test("SARIF places are relative references and carry fingerprints", () => {
  const text = JSON.stringify(sarifLog(facts));
  assert.match(text, /"uri":"src\/a%20b\.ts","uriBaseId":"%SRCROOT%"/);
  assert.match(text, /"uri":"c%3Aodd\/%C3%A9%231\.env"/);
  assert.match(text, /"leastkeySecret\/v1":"0123456789abcdef"/);
  assert.match(text, /"level":"error".*"level":"note"/s);
});

void test("a place hash holds when the line moves, and tells two of a kind apart", () => {
  const hashes = (list: readonly Finding[]): readonly string[] =>
    [...JSON.stringify(sarifLog({ ...facts, findings: list })).matchAll(/"leastkeyPlace\/v1":"(\w+)"/g)].map(
      (match) => match[1] ?? "",
    );
  const [one, two] = hashes([finding("a.ts", 1), finding("a.ts", 7)]);
  assert.notEqual(one, two);
  assert.deepEqual(hashes([finding("a.ts", 100), finding("a.ts", 107)]), [one, two]);
});

/** What GitLab's schema 15.0.4 for secret detection requires; no package on npm ships it (read 2026-11-24). */
const program = {
  type: "object",
  required: ["id", "name", "version", "vendor"],
  properties: {
    id: { type: "string", minLength: 1 },
    version: { type: "string", minLength: 1 },
    vendor: { type: "object", required: ["name"] },
  },
};
const time = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" };
const text = { type: "string", minLength: 1 };
const gitlabSchema = {
  type: "object",
  required: ["scan", "version", "vulnerabilities"],
  properties: {
    version: { type: "string", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$" },
    scan: {
      type: "object",
      required: ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
      properties: {
        analyzer: program,
        scanner: program,
        start_time: time,
        end_time: time,
        status: { enum: ["success", "failure"] },
        type: { enum: ["secret_detection"] },
        messages: {
          items: {
            required: ["level", "value"],
            properties: { level: { enum: ["info", "warn", "fatal"] }, value: text },
          },
        },
      },
    },
    vulnerabilities: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "identifiers", "location"],
        properties: {
          id: text,
          name: { type: "string", maxLength: 255 },
          severity: { enum: ["Info", "Unknown", "Low", "Medium", "High", "Critical"] },
          solution: { type: "string", maxLength: 7000 },
          identifiers: {
            type: "array",
            minItems: 1,
            items: { required: ["type", "name", "value"], properties: { type: text, name: text, value: text } },
          },
          location: {
            type: "object",
            required: ["commit"],
            properties: {
              file: { type: "string" },
              start_line: { type: "number" },
              end_line: { type: "number" },
              commit: { type: "object", required: ["sha"], properties: { sha: text, date: { type: "string" } } },
            },
          },
        },
      },
    },
  },
};

void test("the GitLab report has what its schema requires", () => {
  const validate = new Ajv({ strict: false }).compile(gitlabSchema);
  const started = Date.UTC(2026, 10, 24, 8, 0, 0);
  const report = gitlabReport({ ...facts, started, ended: started + 1500, head: undefined });
  assert.ok(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors));
  const json = JSON.stringify(report);
  assert.match(json, /"id":"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"/);
  assert.match(json, new RegExp(`"sha":"${"a".repeat(40)}"`));
  assert.match(json, /"start_time":"2026-11-24T08:00:00"/);
});
