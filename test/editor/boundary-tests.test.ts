import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { agentRows } from "../../src/editor/agent-rows.ts";
import { BoundaryTests } from "../../src/editor/boundary-tests.ts";
import { Machine } from "../../src/editor/machine.ts";
import { readCoverage, readProofs } from "../../src/editor/read-coverage.ts";
import type { Row } from "../../src/editor/row.ts";
import {
  controllers,
  EventEmitter,
  type FakeController,
  type FakeItem,
  fake,
  TestRunRequest,
  window,
} from "../fakes/vscode.ts";

/** The real command line, launcher and hook; only the editor is a fake. */
const programs = resolve(process.env["LEASTKEY_DIST"] ?? "dist");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-explorer-")));
const root = join(folder, "shop");
process.env["LEASTKEY_HOME"] = join(folder, "home");
after(() => rmSync(folder, { recursive: true, force: true }));

const planted = ["sk", "live", randomBytes(12).toString("hex")].join("_");
mkdirSync(join(root, ".leastkey"), { recursive: true });
writeFileSync(join(root, ".env"), `STRIPE_SECRET_KEY=${planted}\n`);
writeFileSync(
  join(root, ".leastkey/boundaries.yaml"),
  "version: 1\nboundaries:\n  - id: own-open\n    title: a file that may be read, so this one leaks\n    vector: ours\n    attempt: { read: '{open}' }\n    must_not: it is read\n",
);
const protect = spawnSync(process.execPath, [
  join(programs, "cli.js"),
  "protect",
  root,
  "--yes",
  "--agents",
  "claude-code",
]);
assert.equal(protect.status, 0, String(protect.stderr));

const settings = join(root, ".claude/settings.json");
const id = `${root} claude-code`;
const changed = new EventEmitter<void>();
const guard = { onDidChange: changed.event, refresh: () => Promise.resolve(changed.fire()) };
const machine = new Machine(programs);

function explorer(): { readonly own: BoundaryTests; readonly controller: FakeController } {
  fake.reset();
  fake.openFolder(root);
  const own = new BoundaryTests({ guard, machine, log: window.createOutputChannel() } as never);
  const controller = controllers.at(-1);
  if (controller === undefined) assert.fail("no controller");
  return { own, controller };
}

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
const run = async (controller: FakeController, include?: readonly FakeItem[]) => {
  await controller.profiles[0]?.run(new TestRunRequest(include), token);
  return controller.runs.at(-1) ?? assert.fail("no run");
};
const rowsNow = async (): Promise<readonly Row[]> =>
  agentRows(await readCoverage(root, machine), "f", await readProofs(root, machine));
const claude = async (): Promise<Row> =>
  (await rowsNow()).find(({ label }) => label === "Claude Code") ?? assert.fail();
const proofOf = (row: Row): Row => row.children?.find(({ label }) => label === "Boundary tests") ?? assert.fail();
const cellOf = (row: Row, vector: string) => proofOf(row).children?.find(({ label }) => label === vector);

void test("agents are suites, vectors below them, and the team's own stands at its line", async () => {
  const { own, controller } = explorer();
  await controller.resolveHandler?.(undefined);
  const [suite, ...others] = controller.items.all;
  assert.equal(others.length, 0);
  assert.equal(suite?.label, "Claude Code");
  const vectors = suite?.children.all.map(({ label }) => label) ?? [];
  for (const vector of ["read tool", "cat", "symlink", "MCP argument", "ours"]) assert.ok(vectors.includes(vector));
  const mine = suite?.children.get(`${id} ours`)?.children.get(`${id} own-open`);
  assert.equal(mine?.range?.start.line, 2);
  assert.match(mine?.uri?.path ?? "", /boundaries\.yaml$/);
  own.dispose();
  assert.deepEqual(controllers, []);
});

void test("a run tells each result, with its evidence; only what failed can be run again", async () => {
  const { own, controller } = explorer();
  assert.match(proofOf(await claude()).description ?? "", /never run/);
  await controller.resolveHandler?.(undefined);
  const all = await run(controller);
  assert.equal(all.isEnded, true);
  const failed = [...all.results].filter(([, result]) => result === "failed");
  assert.deepEqual(failed, [[`${id} own-open`, "failed"]]);
  assert.ok([...all.results.values()].filter((result) => result === "passed").length > 60);
  assert.ok([...all.results.values()].every((result) => ["passed", "failed", "skipped"].includes(result)));
  assert.match(all.output, /control hook-ran: the hook left its heartbeat\r\n/);
  assert.match(all.output, /LEAKED: own-open: it is read: the hook let the call pass\r\n/);
  assert.equal(all.messages.get(`${id} own-open`)?.location?.range.start.line, 2);
  assert.equal(all.output.includes(planted), false);
  assert.equal(cellOf(await claude(), "ours")?.description, "LEAKED 1 of 1: own-open, simulated");
  assert.match(cellOf(await claude(), "cat")?.description ?? "", /^held \d+, simulated$/);
  assert.match((await claude()).description ?? "", /told to hide/, "hidden is a claim that waits for a pass");

  writeFileSync(
    join(root, ".leastkey/boundaries.yaml"),
    "version: 1\nboundaries:\n  - id: own-open\n    title: t\n    vector: ours\n    attempt: { read: '{file}' }\n    must_not: it is read\n",
  );
  const item = controller.items.get(id)?.children.get(`${id} ours`);
  const again = await run(controller, item === undefined ? [] : [item]);
  assert.deepEqual([...again.results], [[`${id} own-open`, "passed"]]);
  assert.equal(cellOf(await claude(), "ours")?.description, "held 1, simulated");
  assert.match((await claude()).description ?? "", /hidden.*proved \d{4}-\d\d-\d\d/);
  own.dispose();
});

void test("a rule removed by hand makes cells and results stale at once, and red at the next run", async () => {
  const { own, controller } = explorer();
  await controller.resolveHandler?.(undefined);
  const whole = readFileSync(settings, "utf8");
  writeFileSync(settings, "{}\n");
  changed.fire();
  for (let look = 0; look < 100 && controller.invalidated.length === 0; look++)
    await new Promise((done) => setTimeout(done, 10));
  assert.deepEqual(controller.invalidated, [id]);
  const before = await claude();
  assert.match(cellOf(before, "cat")?.description ?? "", /^stale: held \d+, simulated before the rules changed$/);
  assert.equal(proofOf(before).description, "stale, the rules changed since");
  const red = await run(controller);
  assert.equal(red.results.get(`${id} cat`), "failed");
  assert.match(cellOf(await claude(), "cat")?.description ?? "", /^LEAKED/);
  writeFileSync(settings, whole);
  own.dispose();
});

void test("the command runs all of it and says what it came to; in a restricted workspace it says why not", async () => {
  const { own, controller } = explorer();
  await own.runAll();
  assert.match(fake.messages.join(), /Leastkey: 0 boundaries leaked, \d+ held, \d+ not exercised\./);
  fake.isTrusted = false;
  await assert.rejects(own.runAll(), /restricted/);
  await controller.profiles[0]?.run(new TestRunRequest(), token);
  assert.match(fake.messages.at(-1) ?? "", /restricted/);
  own.dispose();
});

void test("cancelled, the run ends and nothing counts as failed", async () => {
  const { own, controller } = explorer();
  await controller.resolveHandler?.(undefined);
  let cancel: (() => void) | undefined;
  const late = {
    isCancellationRequested: false,
    onCancellationRequested: (stop: () => void) => {
      cancel = () => {
        late.isCancellationRequested = true;
        stop();
      };
      setTimeout(() => cancel?.(), 400);
      return { dispose: () => undefined };
    },
  };
  await controller.profiles[0]?.run(new TestRunRequest(), late);
  const last = controller.runs.at(-1);
  assert.equal(last?.isEnded, true);
  assert.deepEqual(new Set(last?.results.values()), new Set(["skipped"]));
  own.dispose();
});
