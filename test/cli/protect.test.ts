import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import * as v from "valibot";
import { type Ended, leastkey } from "../sample/program.ts";

/** The built command line on repositories of git's own. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-protect-cli-")));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const env = { ...process.env, LEASTKEY_HOME: join(folder, "home"), NO_COLOR: "1" };
const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: folder, env });
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd, encoding: "utf8" });

function repository(name: string): string {
  const top = join(folder, name);
  mkdirSync(join(top, "app"), { recursive: true });
  git(top, "init", "-q");
  writeFileSync(join(top, "app", "index.js"), "export {};\n");
  writeFileSync(join(top, ".gitignore"), ".env\n");
  git(top, "add", ".");
  git(top, "commit", "-qm", "start");
  writeFileSync(join(top, ".env"), "NAME=leastkey\n");
  return top;
}

async function fine(...args: readonly string[]): Promise<Ended> {
  const ended = await cli(...args);
  assert.equal(ended.code, 0, ended.stderr + ended.stdout);
  return ended;
}

void test("several folders, each in every working tree of its repository, in one command", async () => {
  const shop = repository("shop");
  const billing = repository("billing");
  const tree = join(folder, "shop-tree");
  git(shop, "worktree", "add", "-q", tree);
  await fine("protect", "shop/app", "billing", "--worktrees", "--yes");
  for (const root of [join(shop, "app"), join(tree, "app"), billing])
    assert.ok(existsSync(join(root, ".cursorignore")), root);
  assert.ok(!existsSync(join(shop, ".cursorignore")));
  await fine("protect", "shop/app", "billing", "--worktrees", "--check");

  writeFileSync(join(tree, "app", ".cursorignore"), "");
  const { code, stdout } = await cli("protect", "shop/app", "billing", "--worktrees", "--check", "--json");
  assert.equal(code, 1);
  const shape = v.object({ ok: v.literal(false), drift: v.array(v.object({ root: v.string(), path: v.string() })) });
  const { drift } = v.parse(shape, JSON.parse(stdout));
  assert.deepEqual(drift, [{ root: join(tree, "app"), path: ".cursorignore" }]);
  assert.match((await cli("protect", "shop/app", "billing", "--check")).stderr, /as they would be written/);
});

void test("a sandbox is asked for by name, and what it needs is said before", async () => {
  const root = repository("boxed");
  const settings = join(root, ".claude/settings.json");
  const asked = await cli("protect", "boxed", "--sandbox");
  assert.equal(asked.code, 2, "a pipe is not asked");
  assert.match(asked.stderr, /refuses to start without its sandbox.*bubblewrap and socat/);
  await fine("protect", "boxed", "--sandbox", "--yes");
  assert.match(readFileSync(settings, "utf8"), /"failIfUnavailable": true/);
  assert.match((await fine("agents", "boxed")).stdout, /Claude Code.*sandboxed/);
  await fine("protect", "boxed", "--no-sandbox", "--yes");
  assert.doesNotMatch(readFileSync(settings, "utf8"), /sandbox/);
});

void test("for the user alone: the boundary tests find those hooks, and the team's files come back in one step", async () => {
  const root = repository("own");
  const pack = ["test", "own", "--agent", "claude-code", "--scenario", "read-file", "--all"] as const;
  await fine("protect", "own", "--personal", "--yes");
  assert.equal(git(root, "status", "--porcelain"), "");
  assert.match((await fine(...pack)).stdout, /held/);
  await fine("protect", "own", "--no-personal", "--yes");
  assert.ok(existsSync(join(root, ".claude/settings.json")) && !existsSync(join(root, ".claude/settings.local.json")));
  assert.match((await fine(...pack)).stdout, /held/);
  await fine("unprotect", "own", "--yes");
  assert.equal(git(root, "status", "--porcelain"), "");
});
