import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import Ajv, { type AnySchema } from "ajv";
import { parse } from "yaml";
import { parsePolicy } from "../../src/policy/parse-policy.ts";

const schema: unknown = JSON.parse(readFileSync("media/schema/policy.schema.json", "utf8"));
const validate = new Ajv({ strict: false }).compile(schema as AnySchema);

const passport = (part: string): string => `agents:\n  a@test:\n    ${part}\n`;
/** What an editor marks and what Leastkey refuses must be one. */
const samples: readonly (readonly [boolean, string])[] = [
  [true, "version: 1"],
  [true, passport("permissions: { crm: [read], '*': [read, write, delete] }")],
  [true, passport("environments: [test, staging]")],
  [true, passport("restrictions: [no-delete, no-bulk, no-cross-account, no-run]")],
  [true, passport("grants: { ttl: 15m, approve: never }")],
  [true, passport("commands: [npm test, 'node *']")],
  [true, "credentials: { 'leastkey://a/*': { service: crm, environment: staging, actions: [read], hosts: [x.com] } }"],
  [true, "environments: [{ branch: main, is: production }, { folder: infra/prod, is: production }]"],
  [true, "hosts: { '*.example.com': production }"],
  [false, "version: 2"],
  [false, "agent: {}"],
  [false, "- a"],
  [false, "agents: { Bob!: {} }"],
  [false, "agents: { a@moon: {} }"],
  [false, passport("permissions: { crm: [erase] }")],
  [false, passport("permissions: { crm: [] }")],
  [false, passport("permissions: { 'C R M': [read] }")],
  [false, passport("environments: []")],
  [false, passport("environments: [moon]")],
  [false, passport("restrictions: [no-fun]")],
  [false, passport("grants: { ttl: soon }")],
  [false, passport("grants: { approve: sometimes }")],
  [false, passport("commands: ['']")],
  [false, passport("permisions: {}")],
  [false, "credentials: { x: { level: high } }"],
  [false, "environments: [{ branch: main }]"],
  [false, "environments: [{ branch: main, folder: x, is: test }]"],
  [false, "hosts: { 'https://x.com': production }"],
];
void test("the JSON Schema for editors and the parser accept and refuse the same", () => {
  for (const [good, source] of samples) {
    assert.equal(parsePolicy(source, "p").policy !== undefined, good, `the parser: ${source}`);
    assert.equal(validate(parse(source)), good, `the schema: ${source} ${JSON.stringify(validate.errors)}`);
  }
});
