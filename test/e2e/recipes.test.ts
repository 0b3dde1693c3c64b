import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { fields, list, text } from "../../src/platform/lab/wire.ts";
import { programs } from "../sample/program.ts";
import { writeSample } from "../sample/sample.ts";

/** The command lines of the README's pipelines, as they stand there, in a fresh checkout with `leastkey/` beside it. */
const folder = mkdtempSync(join(tmpdir(), "leastkey-recipes-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const blocks = [...readFileSync("README.md", "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, block = ""]) => block)
  .filter((block) => block.includes("leastkey/dist/cli.js"));

/** The shell lines of one pipeline: `run` of a GitHub Action's steps, `script` of a GitLab job. */
function linesOf(block: string): readonly string[] {
  const content: unknown = parse(block);
  const steps = [...list(content), ...list(fields(content)["steps"])].map((step) => text(fields(step)["run"]));
  const jobs = Object.values(fields(content)).flatMap((job) => list(fields(job)["script"]).map(text));
  return [...steps, ...jobs].filter((line) => line !== "");
}

/** A runner's shell stops at the first line that fails. */
function runPipeline(name: string, lines: readonly string[]): { readonly code: number; readonly root: string } {
  const root = join(folder, name);
  writeSample(root, 7);
  const author = ["-c", "user.name=ci", "-c", "user.email=ci@example.com"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    [...author, "commit", "-qm", "all"],
  ])
    assert.equal(spawnSync("git", args, { cwd: root }).status, 0);
  mkdirSync(join(root, "leastkey"));
  symlinkSync(resolve(programs), join(root, "leastkey", "dist"));
  const env = {
    PATH: process.env["PATH"],
    HOME: join(folder, "home"),
    LEASTKEY_HOME: join(folder, `home-${name}`),
    CI: "1",
  };
  for (const line of lines) {
    const { status } = spawnSync("sh", ["-e", "-c", line], { cwd: root, env, encoding: "utf8" });
    if (status !== 0) return { code: status ?? 1, root };
  }
  return { code: 0, root };
}

const schema: unknown = JSON.parse(
  readFileSync(
    createRequire(`${process.cwd()}/package.json`).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
    "utf8",
  ),
);
const { id: _id, $schema: _schema, ...draft7 } = fields(schema); // draft 4, which differs by these two
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(draft7);

function sarif(path: string): unknown {
  const log: unknown = JSON.parse(readFileSync(path, "utf8"));
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors));
  return log;
}

void test("the README holds the three pipelines", () => {
  assert.deepEqual(
    blocks.map((block) => linesOf(block).length),
    [1, 1, 2],
  );
});

void test("scan in a GitHub Action: exit code 1 for what it found, and a SARIF log that GitHub takes", () => {
  const { code, root } = runPipeline("scan", linesOf(blocks[0] ?? ""));
  assert.equal(code, 1);
  const [run] = list(fields(sarif(join(root, "leastkey.sarif")))["runs"]);
  assert.ok(list(fields(run)["results"]).length > 3);
});

void test("boundary tests in a GitHub Action: they pass, and say so in SARIF", () => {
  const { code, root } = runPipeline("action", linesOf(blocks[1] ?? ""));
  assert.equal(code, 0);
  const [run] = list(fields(sarif(join(root, "boundaries.sarif")))["runs"]);
  assert.deepEqual(list(fields(run)["results"]), []);
  assert.ok(list(fields(fields(fields(run)["tool"])["driver"])["rules"]).length > 40);
});

void test("boundary tests in GitLab: they pass, each attempt a test case", () => {
  const { code, root } = runPipeline("gitlab", linesOf(blocks[2] ?? ""));
  assert.equal(code, 0);
  const xml = readFileSync(join(root, "boundaries.xml"), "utf8");
  assert.match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>/);
  assert.ok((xml.match(/<testcase /g)?.length ?? 0) > 80);
  assert.equal(xml.includes("<failure "), false);
});
