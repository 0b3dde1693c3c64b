import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { agents } from "../../src/agents/index.ts";
import {
  agentCoverage,
  applyProtection,
  checkProtection,
  planWorkspaceProtection,
  planWorkspaceUnprotection,
} from "../../src/guard/protect.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd, encoding: "utf8" });

/** What the team committed: rules of its own for some agents, and one nested file whose name ends like another's. */
const committed: Readonly<Record<string, string>> = {
  "CLAUDE.md": "# ours\n",
  ".claude/settings.json": '{ "model": "opus" }\n',
  ".cursorignore": "dist\n",
  "packages/shop/.geminiignore": "tmp\n",
  "docs/AGENTS.md": "# nested\n",
};

function repository() {
  const top = join(realpathSync(mkdtempSync(join(tmpdir(), "leastkey-personal-"))), "repo");
  mkdirSync(top);
  git(top, "init", "-q");
  for (const [path, text] of Object.entries(committed)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  git(top, "add", ".");
  git(top, "commit", "-qm", "start");
  return top;
}

const every = agents.map(({ id }) => id);
function tools(root: string, top: string) {
  const ports = { files: nodeFiles(), audit: { append: () => undefined } };
  const home = { receipts: join(top, "../home/receipts"), indexes: join(top, "../home/index") };
  const options = { home, protectedPaths: [{ path: ".env", because: "name", reason: "an environment file" }] } as const;
  const protect = (more: { readonly agents?: readonly string[]; readonly audience?: "team" | "personal" } = {}) => {
    const plan = planWorkspaceProtection(root, ports, { ...options, audience: "personal", ...more });
    return applyProtection(root, plan, ports, { home, action: "protect" });
  };
  const unprotect = () =>
    applyProtection(root, planWorkspaceUnprotection(root, ports, options), ports, { home, action: "unprotect" });
  return { ports, options, protect, unprotect };
}

const snapshot = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .toSorted()
      .filter((path) => !/^\.git(?:\/(?!info)|$)/.test(path) && !statSync(join(root, path)).isDirectory())
      .map((path) => [path, readFileSync(join(root, path), "base64")]),
  );

void test("for the user alone: git sees nothing, the team's files stay, and all of it goes again byte for byte", () => {
  const top = repository();
  const before = snapshot(top);
  const { ports, options, protect, unprotect } = tools(top, top);
  const written = protect({ agents: every }).map((path) => path.slice(top.length + 1));
  assert.equal(git(top, "status", "--porcelain"), "");
  assert.ok(written.length > 40);
  for (const path of Object.keys(committed))
    assert.equal(readFileSync(join(top, path), "utf8"), committed[path], `${path} is the team's`);
  assert.match(readFileSync(join(top, ".claude/settings.local.json"), "utf8"), /hook claude-code/);
  assert.ok(written.includes("CLAUDE.local.md") && written.includes("AGENTS.md"), "a nested name is another file");
  assert.ok(!written.includes(".cursorignore") && written.includes(".cursor/hooks.json"));
  assert.match(readFileSync(join(top, ".codex/hooks.json"), "utf8"), /exit 2/, "a broken launcher refuses");

  // Remembered: nothing is left to write, nothing has drifted, and coverage tells of the user's own files.
  assert.deepEqual(planWorkspaceProtection(top, ports, options).changes, []);
  assert.deepEqual(checkProtection(top, ports, options), []);
  const claude = agentCoverage(top, ports, { ...options, agents: ["claude-code"] })[0];
  assert.ok(claude?.surfaces.every(({ state }) => state !== "missing") === true);
  const own = claude.surfaces.filter(({ kind }) => kind !== "tools"); // .mcp.json has no file for one user alone
  assert.ok(own.every(({ path }) => path.includes("local")));

  unprotect();
  assert.deepEqual(snapshot(top), before);
});

void test("from the team's files to one's own and back, each in one step, and nothing of the other stays", () => {
  const top = repository();
  const before = snapshot(top);
  const { ports, options, protect, unprotect } = tools(top, top);
  protect({ agents: every });
  const own = snapshot(top);
  unprotect();

  protect({ agents: every, audience: "team" });
  const team = snapshot(top);
  assert.ok(git(top, "status", "--porcelain").includes(".claude/settings.json"));
  const written = protect().map((path) => path.slice(top.length + 1));
  assert.equal(git(top, "status", "--porcelain"), "");
  assert.deepEqual(snapshot(top), own, "every agent that was written for, and nothing else");
  assert.ok(written.includes(".claude/settings.json") && written.includes(".claude/settings.local.json"));
  assert.deepEqual(planWorkspaceProtection(top, ports, options).changes, []);

  protect({ audience: "team" });
  assert.deepEqual(snapshot(top), team);
  assert.deepEqual(checkProtection(top, ports, options), []);
  unprotect();
  assert.deepEqual(snapshot(top), before);
  assert.deepEqual(
    readdirSync(top)
      .filter((name) => name.startsWith("."))
      .toSorted(),
    [".claude", ".cursorignore", ".git"],
    "no empty folder is left",
  );
});

void test("what the team committed of ours stays the team's", () => {
  const top = repository();
  const teammate = tools(top, join(top, "../elsewhere/repo"));
  teammate.protect({ audience: "team" });
  git(top, "add", ".");
  git(top, "commit", "-qm", "leastkey");
  const { protect } = tools(top, top);
  protect();
  assert.equal(git(top, "status", "--porcelain"), "");
  assert.match(readFileSync(join(top, ".claude/settings.json"), "utf8"), /hook claude-code/);
});

void test("in a package of a repository and in another working tree, each by itself", () => {
  const top = repository();
  const tree = join(top, "../tree");
  git(top, "worktree", "add", "-q", tree);
  const before = [snapshot(top), snapshot(tree)];
  const one = tools(join(top, "packages/shop"), top);
  const two = tools(tree, top);
  one.protect();
  two.protect();
  assert.equal(git(top, "status", "--porcelain"), "");
  assert.equal(git(tree, "status", "--porcelain"), "");
  assert.equal(readFileSync(join(top, "packages/shop/.geminiignore"), "utf8"), "tmp\n");
  const exclude = readFileSync(join(top, ".git/info/exclude"), "utf8");
  assert.match(exclude, /^\/packages\/shop\/\.codex\/hooks\.json$/m);
  assert.match(exclude, /^\/\.codex\/hooks\.json$/m);
  two.unprotect();
  assert.equal(git(top, "status", "--porcelain"), "", "the other's stay out of git");
  one.unprotect();
  assert.deepEqual([snapshot(top), snapshot(tree)], before);
});

void test("nothing that is written names this machine, whoever it is for", () => {
  const top = repository();
  const { ports, options } = tools(top, top);
  for (const audience of ["team", "personal"] as const) {
    const { changes } = planWorkspaceProtection(top, ports, { ...options, agents: every, audience });
    for (const { path, after = "" } of changes)
      for (const machine of [top, dirname(top), process.env["HOME"] ?? top, process.execPath])
        assert.ok(machine === "/" || !after.includes(machine), `${path} names ${machine}`);
  }
});

void test("where git follows nothing there is nothing to keep out of it, and an agent of the team's alone is said so", () => {
  const bare = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-no-git-")));
  assert.throws(() => tools(bare, join(bare, "x")).protect(), { code: "usage", hint: "leave out --personal" });
  rmSync(bare, { recursive: true });
  const top = repository();
  writeFileSync(join(top, ".geminiignore"), "x\n");
  writeFileSync(join(top, "GEMINI.md"), "x\n");
  mkdirSync(join(top, ".gemini"));
  writeFileSync(join(top, ".gemini/settings.json"), "{}\n");
  git(top, "add", ".");
  const { protect } = tools(top, top);
  assert.throws(() => protect({ agents: ["gemini-cli"] }), /git follows every file of Gemini CLI/);
});
