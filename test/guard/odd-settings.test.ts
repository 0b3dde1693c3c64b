import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { foundationAgents } from "../../src/agents/index.ts";
import {
  applyProtection,
  checkProtection,
  planWorkspaceProtection,
  planWorkspaceUnprotection,
} from "../../src/guard/protect.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

const protectedPaths = [{ path: "src/pay.ts", because: "finding", reason: "a secret key" }] as const;

function place(settings: Readonly<Record<string, string | Buffer>>) {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-odd-")));
  const root = join(top, "ws");
  for (const [path, content] of Object.entries(settings)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const ports = { files: nodeFiles(), audit: { append: () => undefined } };
  const home = { receipts: join(top, "home/receipts"), indexes: join(top, "home/index") };
  const options = { home, protectedPaths, agents: foundationAgents };
  const protect = () => {
    const plan = planWorkspaceProtection(root, ports, options);
    applyProtection(root, plan, ports, { home, action: "protect" });
    return plan.refused.map(({ path, reason }) => `${path.slice(root.length + 1)}: ${reason}`);
  };
  const unprotect = () =>
    applyProtection(root, planWorkspaceUnprotection(root, ports, { home }), ports, { home, action: "unprotect" });
  const check = () => checkProtection(root, ports, options).map(({ path, state }) => `${path} ${state}`);
  return { root, protect, unprotect, check };
}

const bytes = (root: string, path: string): string => readFileSync(join(root, path)).toString("base64");

/** Files as people and programs leave them, in each format. */
const odd: Readonly<Record<string, readonly string[]>> = {
  ".claude/settings.json": [
    '\uFEFF{\r\n\t"model": "opus"\r\n}\r\n',
    '{"permissions":{"deny":["Read(./a)"]},"permissions":{"deny":[]}}',
    '{\n  "hooks": {},\n  "hooks": {"PreToolUse": []}\n}',
    "",
    "  \n",
    "{}",
    '{ "a": 1 }',
    '{\n  "permissions": { "deny": ["Read(a)", "Read(b)"] }\n}',
    '{"permissions":{"deny":[]},"z":"\u{1f511}\\u0000"}\n\n\n',
  ],
  ".vscode/settings.json": [
    '// mine\n{\n  /* a */ "a": 1, // last\n}\n',
    "// nothing but a comment",
    '{\r\n    "chat.tools.edits.autoApprove": { "**/x": true, }, // kept\r\n}',
  ],
  ".codex/config.toml": [
    '\uFEFFmodel = "x"\r\n\r\n[a]\r\nb = 1\r\n',
    "# nothing\n",
    'model = "x"',
    "[[list]]\nname = 'a'\n[[list]]\nname = 'b'\n",
  ],
  ".cursorignore": ["\uFEFFdist\r\nbuild", "", "\n", "# mine\n!kept\n", "a\\ b\n\t\n"],
  "CLAUDE.md": ["# no end", "", "\r\n", "```\nfenced\n", "\uFEFF# head\r\n"],
};

void test("byte order marks, line ends, doubled keys, comments and gaps: protected, twice the same, and back to the byte", () => {
  for (const [path, contents] of Object.entries(odd)) {
    for (const content of contents) {
      const { root, protect, unprotect, check } = place({ [path]: content });
      const before = bytes(root, path);
      const told = `${path}: ${JSON.stringify(content)}`;
      assert.deepEqual(protect(), [], told);
      assert.deepEqual(check(), [], told);
      const once = bytes(root, path);
      assert.notEqual(once, before, told);
      protect();
      assert.equal(bytes(root, path), once, told);
      unprotect();
      assert.equal(bytes(root, path), before, told);
    }
  }
});

void test("of two equal keys the last counts, as agents read it: ours stand there", () => {
  const [, doubled = ""] = odd[".claude/settings.json"] ?? [];
  const { root, protect } = place({ ".claude/settings.json": doubled });
  protect();
  const read: unknown = JSON.parse(readFileSync(join(root, ".claude/settings.json"), "utf8"));
  assert.match(JSON.stringify(read), /"permissions":\{"deny":\["[^\]]*Read\(\/src\/pay\.ts\)/);
});

/** What no agent reads either: left as it is, told with its place, and the other files are written all the same. */
const broken: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  ".claude/settings.json": [
    "{",
    '{"a":1}}',
    "[]",
    '"text"',
    '{"permissions": 3}',
    '{"hooks": []}',
    Buffer.from([0xff, 0xfe, 0x7b]),
  ],
  ".codex/config.toml": ["a = ", "[a\n", "a = 1\na = 2\n", 'default_permissions = "own"\n'],
  "CLAUDE.md": [Buffer.from([0x23, 0xff, 0x0a])],
  ".cursorignore": [Buffer.from("a\xff\n", "latin1")],
};

void test("what is malformed, of another kind or no text is left to the byte, and named", () => {
  for (const [path, contents] of Object.entries(broken)) {
    for (const content of contents) {
      const { root, protect, check, unprotect } = place({ [path]: content });
      const before = bytes(root, path);
      const refused = protect();
      assert.equal(refused.length, 1, `${path}: ${JSON.stringify(content)}`);
      assert.ok(refused[0]?.startsWith(`${path}: `));
      assert.equal(bytes(root, path), before);
      assert.deepEqual(check(), [`${path} unreadable`]);
      assert.ok(statSync(join(root, ".gemini/settings.json")).size > 0, "the others are written");
      unprotect();
      assert.deepEqual(
        readdirSync(root, { recursive: true, encoding: "utf8" }).filter((one) => one === path),
        [path],
      );
    }
  }
});

void test("a folder, a FIFO or a loop of links in the place of a file: nothing is written there, and it is said", () => {
  const { root, protect } = place({ "x.txt": "x" });
  mkdirSync(join(root, ".claude/settings.json"), { recursive: true });
  mkdirSync(join(root, ".gemini"));
  assert.equal(spawnSync("mkfifo", [join(root, ".gemini/settings.json")]).status, 0);
  symlinkSync("round", join(root, ".cursorignore"));
  symlinkSync(".cursorignore", join(root, "round"));
  const refused = protect().map((line) => line.split(":")[0] ?? "");
  assert.deepEqual(refused.toSorted(), [".claude/settings.json", ".cursorignore", ".gemini/settings.json"]);
  assert.ok(lstatSync(join(root, ".cursorignore")).isSymbolicLink());
});

const isRoot = process.getuid?.() === 0;
void test("another's file keeps its owner and its rights", {
  skip: isRoot ? false : "giving a file away needs root",
}, () => {
  const { root, protect, unprotect } = place({ ".claude/settings.json": "{}\n", "CLAUDE.md": "x\n" });
  const path = join(root, ".claude/settings.json");
  chownSync(path, 65534, 65534);
  chmodSync(path, 0o640);
  const facts = () => {
    const { uid, gid, mode } = statSync(path);
    return [uid, gid, mode & 0o777];
  };
  protect();
  assert.match(readFileSync(path, "utf8"), /hook claude-code/);
  assert.deepEqual(facts(), [65534, 65534, 0o640]);
  unprotect();
  assert.deepEqual([readFileSync(path, "utf8"), ...facts()], ["{}\n", 65534, 65534, 0o640]);
});
