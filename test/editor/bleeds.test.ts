import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Environment, Finding } from "../../src/core/finding.ts";
import { Bleeds, bleedErrors } from "../../src/editor/bleeds.ts";
import { Findings } from "../../src/editor/findings.ts";
import { DiagnosticSeverity, fake, Uri } from "../fakes/vscode.ts";
import { finding } from "./samples.ts";

test.beforeEach(() => fake.reset());

const of = (path: string, environment: Environment, over: { at?: number; fingerprint?: string } = {}): Finding => {
  const { fingerprint = "aaaac0ffee123456", at = 3 } = over;
  const one = finding({ path, at, fingerprint });
  return { ...one, classification: { ...one.classification, environment } };
};
const fileOf = (...findings: readonly Finding[]) => ({
  uri: Uri.file(`/w/${findings[0]?.place.path ?? ""}`) as never,
  findings,
  secret: undefined,
  version: undefined,
});
const told = (files: readonly ReturnType<typeof fileOf>[]): readonly string[] =>
  [...bleedErrors(files)].flatMap(([uri, errors]) =>
    errors.map(
      ({ message, range, severity }) =>
        `${uri.replace("file:///w/", "")}:${String(range.start.line + 1)} ${String(severity)} ${message}`,
    ),
  );
const error = String(DiagnosticSeverity.Error);

void test("one value in two environments is an error in both files, with the remedy", () => {
  const remedy = "issue a credential of its own for each environment, then revoke this one";
  const files = [fileOf(of(".env.staging", "staging")), fileOf(of(".env.production", "production", { at: 5 }))];
  assert.deepEqual(told(files), [
    `.env.staging:1 ${error} Acme secret key (staging) on line 3 is one value for production + staging: ${remedy}`,
    `.env.production:1 ${error} Acme secret key (production) on line 5 is one value for production + staging: ${remedy}`,
  ]);
});

void test("a production value in a staging file is an error; its own environments apart are none", () => {
  assert.equal(told([fileOf(of("config/staging.env", "production"))]).length, 1);
  const apart = [
    fileOf(of(".env.staging", "staging")),
    fileOf(of(".env.production", "production", { fingerprint: "bbbbc0ffee123456" })),
    fileOf(of("src/a.ts", "unknown")),
  ];
  assert.deepEqual(told(apart), []);
});

void test("no error stands on a line that holds a credential, for agents read that line with it", () => {
  const stray = (at: number) => of(".env.staging", "production", { at });
  const other = (at: number) => of(".env.staging", "staging", { at, fingerprint: `${String(at)}bbbc0ffee123456` });
  assert.match(told([fileOf(other(1), other(2), stray(4))])[0] ?? "", /^\.env\.staging:3 .* on line 4 /);
  assert.deepEqual(told([fileOf(stray(1), other(2))]), [], "each line holds one: the information alone is shown");
});

void test("what is typed in one file ends the error of the other, and the switch turns them off", async () => {
  const model = new Findings();
  const bleeds = new Bleeds(model);
  const staging = fileOf(of(".env.staging", "staging"));
  const production = fileOf(of(".env.production", "production"));
  const shown = async (): Promise<readonly number[]> => {
    await wait(400);
    return [staging, production].map(
      ({ uri }) => fake.diagnostics.get(`leastkey-environments ${String(uri)}`)?.length ?? 0,
    );
  };
  for (const { uri, findings } of [staging, production]) model.replaceDocument(uri, 1, findings);
  assert.deepEqual(await shown(), [1, 1]);
  fake.set("leastkey.marks.problems", false);
  assert.deepEqual(await shown(), [0, 0]);
  fake.set("leastkey.marks.problems", true);
  assert.deepEqual(await shown(), [1, 1]);
  model.replaceDocument(production.uri, 2, []);
  assert.deepEqual(await shown(), [0, 0]);
  bleeds.dispose();
  model.dispose();
});
