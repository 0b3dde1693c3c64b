import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { FileChange } from "../../src/core/change.ts";
import { LeastkeyError, messageOf } from "../../src/core/errors.ts";
import type { ProtectedPath } from "../../src/core/finding.ts";
import type { Files } from "../../src/core/ports.ts";
import { applyChanges } from "../../src/guard/apply.ts";
import { applyProtection, planWorkspaceProtection, planWorkspaceUnprotection } from "../../src/guard/protect.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

const audit = { append: () => ({ sequence: 1, hash: "" }) };
const protectedPaths: readonly ProtectedPath[] = [{ path: "src/a.ts", because: "finding", reason: "a key" }];

const optionsFor = (top: string) => ({
  home: { receipts: join(top, "home", "receipts"), indexes: join(top, "home", "index") },
  protectedPaths,
});

function turn(top: string, action: "protect" | "unprotect"): void {
  const ports = { files: nodeFiles(), audit };
  const root = join(top, "ws");
  const plan = (action === "protect" ? planWorkspaceProtection : planWorkspaceUnprotection)(
    root,
    ports,
    optionsFor(top),
  );
  applyProtection(root, plan, ports, { home: optionsFor(top).home, action });
}

/** This file starts itself as the process that is killed, or that runs beside another. */
const [job, top = "", startAt = "0"] = (process.env["LEASTKEY_APPLY_CHILD"] ?? "").split("|");
if (job === "loop") {
  process.stdout.write("ready\n");
  for (;;) {
    turn(top, "protect");
    turn(top, "unprotect");
  }
} else if (job === "protect" || job === "unprotect") {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, Number(startAt) - Date.now()));
  try {
    turn(top, job);
  } catch (error) {
    process.stderr.write(messageOf(error));
    process.exit(error instanceof LeastkeyError && ["busy", "file.changed"].includes(error.code) ? 3 : 70);
  }
  process.exit(0);
} else {
  processTests();
  unitTests();
  leftoverTest();
}

function leftoverTest(): void {
  void test("what a killed write left behind is taken away by the next one, and nothing else", () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-apply-")));
    const path = join(folder, "rules.json");
    const own = join(folder, "rules.json.20261124");
    writeFileSync(path, "old");
    writeFileSync(`${path}.3735928559`, "new");
    writeFileSync(`${path}.3735928560`, "ne"); // killed in the middle
    writeFileSync(own, "mine");
    const change: FileChange = { path, before: "old", after: "new", why: "rules" };
    applyChanges([change], { files: nodeFiles(), audit }, { lock: join(folder, "lock"), root: folder });
    assert.deepEqual(readdirSync(folder).toSorted(), ["rules.json", "rules.json.20261124"]);
    assert.equal(readFileSync(own, "utf8"), "mine");
  });
}

function child(what: string): ChildProcess {
  return spawn(process.execPath, [__filename], {
    env: { ...process.env, LEASTKEY_APPLY_CHILD: what, NODE_TEST_CONTEXT: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const userFiles = {
  "CLAUDE.md": "# mine\n",
  ".cursorignore": "dist",
  "opencode.json": '{ "permission": { "read": {} } }',
  ".codex-notes": "x",
};

function workspace(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-apply-")));
  mkdirSync(join(folder, "ws"));
  for (const [path, text] of Object.entries(userFiles)) writeFileSync(join(folder, "ws", path), text);
  return folder;
}

function filesIn(folder: string): Map<string, string> {
  const all = readdirSync(join(folder, "ws"), { recursive: true, encoding: "utf8" });
  const files = all.filter((path) => statSync(join(folder, "ws", path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, "ws", path), "utf8")]));
}

/** write-file-atomic's own file, left beside the target by a kill between writing and renaming. */
const isLeftover = (path: string): boolean => /\.\d{6,}$/.test(path);

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function processTests(): void {
  void test("killed at any point, every file is whole, and the next run mends everything", {
    timeout: 120_000,
  }, async () => {
    const folder = workspace();
    const before = filesIn(folder);
    turn(folder, "protect");
    const after = filesIn(folder);
    turn(folder, "unprotect");
    assert.deepEqual(filesIn(folder), before);
    const random = seeded(20261124);
    const seen = new Set<string>();
    for (let round = 0; round < 25; round++) {
      const victim = child(`loop|${folder}`);
      assert.ok(victim.stdout);
      await once(victim.stdout, "data");
      // Longer with every round: on a busy machine the first ones end before anything was written.
      await new Promise((resolve) => setTimeout(resolve, random() * 120 * (1 + round / 4)));
      victim.kill("SIGKILL");
      await once(victim, "close");
      let done = 0;
      for (const [path, text] of filesIn(folder)) {
        if (isLeftover(path)) continue;
        assert.ok(text === before.get(path) || text === after.get(path), `${path} is neither old nor new`);
        if (text === after.get(path) && text !== before.get(path)) done++;
      }
      seen.add(done === 0 ? "none" : done === after.size - 1 ? "all" : "some");
      for (const [path] of before) assert.ok(filesIn(folder).has(path), `${path} was lost`);
      turn(folder, "unprotect");
      const left = [...filesIn(folder)].filter(([path]) => !isLeftover(path));
      assert.deepEqual(new Map(left), before);
    }
    assert.ok(seen.has("some"), `no kill fell between two files: ${[...seen].join(", ")}`);
  });

  void test("two runs at once both end well", { timeout: 60_000 }, async () => {
    const folder = workspace();
    const before = filesIn(folder);
    for (let round = 0; round < 4; round++) {
      const startAt = String(Date.now() + 400);
      const both = [child(`protect|${folder}|${startAt}`), child(`protect|${folder}|${startAt}`)];
      const codes = await Promise.all(both.map(async (one) => (await once(one, "exit"))[0] as unknown));
      assert.deepEqual(codes, [0, 0]);
      assert.deepEqual(
        planWorkspaceProtection(join(folder, "ws"), { files: nodeFiles() }, optionsFor(folder)).changes,
        [],
      );
      turn(folder, "unprotect");
      assert.deepEqual(filesIn(folder), before);
    }
  });

  void test("protect against unprotect: each carries out its plan or says why not", { timeout: 60_000 }, async () => {
    const folder = workspace();
    const before = filesIn(folder);
    for (let round = 0; round < 4; round++) {
      const startAt = String(Date.now() + 400);
      const both = [child(`protect|${folder}|${startAt}`), child(`unprotect|${folder}|${startAt}`)];
      const codes = await Promise.all(both.map(async (one) => (await once(one, "exit"))[0] as unknown));
      for (const code of codes) assert.ok(code === 0 || code === 3, String(code));
      turn(folder, "unprotect");
      assert.deepEqual(filesIn(folder), before);
    }
  });
}

function unitTests(): void {
  void test("a file that changed since the plan stops everything", () => {
    const folder = workspace();
    const root = join(folder, "ws");
    const changes: readonly FileChange[] = [
      { path: join(root, "new.txt"), before: undefined, after: "new", why: "" },
      { path: join(root, "CLAUDE.md"), before: "# other\n", after: "x", why: "" },
    ];
    const before = filesIn(folder);
    assert.throws(
      () => applyChanges(changes, { files: nodeFiles(), audit }, { lock: join(folder, "lock"), root }),
      (error) => error instanceof LeastkeyError && error.code === "file.changed" && error.message.includes("CLAUDE.md"),
    );
    assert.deepEqual(filesIn(folder), before);
  });

  void test("a disk that fails in the middle gets its earlier files back", () => {
    const folder = workspace();
    const root = join(folder, "ws");
    const real = nodeFiles();
    let writes = 0;
    const failing: Files = {
      ...real,
      replaceUnflushed: (path, content, mode) => {
        writes++;
        if (writes === 3) throw new LeastkeyError("file.unwritable", `${path} cannot be written`, "make room");
        real.replace(path, content, mode);
      },
    };
    const changes = ["CLAUDE.md", "made/new.txt", ".cursorignore"].map((path): FileChange => {
      const before = real.readText(join(root, path));
      return { path: join(root, path), before, after: "ours", why: "" };
    });
    const before = filesIn(folder);
    assert.throws(
      () => applyChanges(changes, { files: failing, audit }, { lock: join(folder, "lock"), root }),
      /\.cursorignore cannot be written; nothing was changed/,
    );
    assert.deepEqual(filesIn(folder), before);
  });

  void test("a lock that another run holds is waited for, then told", () => {
    const folder = workspace();
    const root = join(folder, "ws");
    const change: FileChange = { path: join(root, "new.txt"), before: undefined, after: "new", why: "" };
    const lock = join(folder, "lock");
    nodeFiles().locked(lock, 0, () => {
      assert.throws(
        () => applyChanges([change], { files: nodeFiles(), audit }, { lock, root, waitMs: 50 }),
        (error) => error instanceof LeastkeyError && error.code === "busy",
      );
    });
    assert.deepEqual(applyChanges([change], { files: nodeFiles(), audit }, { lock, root }), [change.path]);
    assert.deepEqual(applyChanges([change], { files: nodeFiles(), audit }, { lock, root }), [], "done already");
  });

  void test("nothing is recorded when nothing was written", () => {
    const folder = workspace();
    const root = join(folder, "ws");
    const events: string[] = [];
    const counting = {
      append: (event: { readonly action: string }) => ({ sequence: events.push(event.action), hash: "" }),
    };
    const options = {
      lock: join(folder, "lock"),
      root,
      event: { action: "protect", outcome: "done", attribution: "unknown" },
    } as const;
    const change: FileChange = { path: join(root, "CLAUDE.md"), before: "# mine\n", after: "ours\n", why: "" };
    applyChanges([change], { files: nodeFiles(), audit: counting }, options);
    applyChanges([change], { files: nodeFiles(), audit: counting }, options);
    assert.deepEqual(events, ["protect"]);
  });
}
