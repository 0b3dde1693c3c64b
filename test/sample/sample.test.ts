import assert from "node:assert/strict";
import { exec, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { detect } from "../../src/core/detect/engine.ts";
import type { Detection } from "../../src/core/finding.ts";
import { tiers } from "../../src/core/finding.ts";
import { startPaas, volumeDeleteCommand } from "./paas.ts";
import { type Sample, writeSample } from "./sample.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-sample-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const sampleOf = (seed: number): Sample => writeSample(join(folder, String(seed)), seed);

const filesOf = ({ root }: Sample): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    );

test("every file stands where it was said, and every planted value in its line", () => {
  const sample = sampleOf(1);
  assert.deepEqual(filesOf(sample).toSorted(), sample.files.toSorted());
  for (const { file, line, value } of sample.planted) {
    const lines = readFileSync(join(sample.root, file), "utf8").split("\n");
    assert.ok(lines[line - 1]?.includes(value.reveal()), `${file}:${String(line)}`);
    for (const other of sample.files.filter((name) => name !== file)) {
      assert.equal(
        readFileSync(join(sample.root, other), "utf8").includes(value.reveal()),
        false,
        `${file} in ${other}`,
      );
    }
  }
  assert.throws(() => sampleOf(1), /is not empty/);
});

test("the same seed writes the same workspace, another seed other values", () => {
  const [one, two] = [writeSample(join(folder, "a"), 77), writeSample(join(folder, "b"), 77)];
  for (const file of one.files) {
    assert.equal(readFileSync(join(one.root, file), "utf8"), readFileSync(join(two.root, file), "utf8"));
  }
  const other = writeSample(join(folder, "c"), 78);
  one.planted.forEach((planted, at) => assert.equal(other.planted[at]?.value.equals(planted.value), false));
});

const demo = (root: string, env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ["demo/run.mjs"], { cwd: root, encoding: "utf8", env: { ...process.env, ...env } });

test("the demonstration charges with the key in the code", () => {
  const { root, receipt } = sampleOf(2);
  const { status, stdout, stderr } = demo(root);
  assert.deepEqual([status, stdout, stderr], [0, `${receipt}\n`, ""]);
});

test("with the key moved out it fails loudly, and with the variable set it prints the same", () => {
  const { root, paymentKey, receipt } = sampleOf(3);
  const path = join(root, paymentKey.file);
  const before = readFileSync(path, "utf8");
  for (const read of [
    "process.env.K",
    'process.env["K"]',
    "process.env.K!",
    '(process.env["K"] ?? "")',
    "process.env.K as string",
  ]) {
    writeFileSync(path, before.replace(`"${paymentKey.value.reveal()}"`, read));
    const without = demo(root);
    assert.deepEqual([without.status, without.stdout], [1, ""], read);
    assert.match(without.stderr, /^charge failed: the payment server refused the charge \(401\)/);
    const withKey = demo(root, { K: paymentKey.value.reveal() });
    assert.deepEqual([withKey.status, withKey.stdout], [0, `${receipt}\n`], `${read}: ${withKey.stderr}`);
  }
});

test("a scan finds every planted secret, with what is known of it, and nothing in the other files", () => {
  for (let seed = 100; seed < 120; seed++) {
    const sample = sampleOf(seed);
    const found = new Map<string, readonly Detection[]>(
      sample.files.map((path) => [path, detect({ path, content: readFileSync(join(sample.root, path)) })]),
    );
    for (const planted of sample.planted) {
      const at = `${planted.file}:${String(planted.line)} (seed ${String(seed)})`;
      const match = found.get(planted.file)?.find(({ value }) => value.equals(planted.value));
      assert.ok(match, `${at} was not found`);
      assert.ok(tiers.indexOf(match.tier) <= tiers.indexOf(planted.tier), `${at} is ${match.tier}`);
      assert.equal(match.place.line, planted.line, at);
      const { provider, environment, privilege } = match.classification;
      assert.equal(provider, planted.provider, at);
      if (planted.environment !== undefined) assert.equal(environment, planted.environment, at);
      if (planted.privilege !== undefined) assert.equal(privilege, planted.privilege, at);
    }
    const bearing = new Set(sample.planted.map(({ file }) => file));
    const elsewhere = sample.files.filter((path) => !bearing.has(path) && (found.get(path)?.length ?? 0) > 0);
    assert.deepEqual(elsewhere, []);
  }
});

test("the platform of the incident deletes what it is told to, for its token, and counts", async () => {
  const { paasToken } = sampleOf(4);
  const paas = await startPaas(paasToken.value);
  const shell = (command: string) => new Promise<string>((resolve) => exec(command, (_, stdout) => resolve(stdout)));
  try {
    const wrong = await fetch(`${paas.url}/graphql/v2`, { method: "POST", headers: { authorization: "Bearer x" } });
    assert.equal(wrong.status, 401);
    assert.deepEqual([paas.requests(), paas.volumes.size], [1, 2]);
    const curl = volumeDeleteCommand(paas.url, paasToken.value).reveal();
    assert.match(await shell(curl), /"volumeDelete":true/);
    assert.deepEqual([paas.requests(), [...paas.volumes]], [2, ["vol-backups"]]);
    assert.deepEqual(paas.seen.at(-1), {
      method: "POST",
      path: "/graphql/v2",
      authorized: true,
      mutation: "volumeDelete",
    });
  } finally {
    await paas.close();
  }
});
