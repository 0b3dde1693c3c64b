import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Secret } from "../../src/core/secret.ts";
import { gitHistory } from "../../src/platform/git-history.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
const value = ["planted", "H1st", "0ry"].join("-");

void test("commits that hold a value are counted, pushed or not", {
  skip: hasGit ? false : "git is not installed",
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-history-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const root = join(folder, "work");
  const git = (...args: string[]): void => {
    const set = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "init.defaultBranch=main"];
    const run = spawnSync("git", [...set, ...args], { cwd: folder, encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
  };
  git("init", "-q", "work");
  const commit = (text: string): void => {
    writeFileSync(join(root, "a.js"), text);
    git("-C", "work", "add", "a.js");
    git("-C", "work", "commit", "-qm", "c");
  };
  commit("one\n");
  assert.equal(await gitHistory(root, "a.js", Secret.of(value)), undefined);
  commit(`key = "${value}"\n`);
  commit("key = process.env.KEY\n");
  const local = await gitHistory(root, "a.js", Secret.of(value));
  assert.equal(local?.commits, 2);
  assert.equal(local.isPushed, undefined);
  git("init", "-q", "--bare", "remote");
  git("-C", "work", "remote", "add", "origin", "../remote");
  assert.equal((await gitHistory(root, "a.js", Secret.of(value)))?.isPushed, false);
  git("-C", "work", "push", "-q", "origin", "HEAD:main");
  assert.equal((await gitHistory(root, "a.js", Secret.of(value)))?.isPushed, true);
  assert.equal(await gitHistory(folder, "a.js", Secret.of(value)), undefined, "no repository, nothing to say");
});
