import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { detectText } from "../../src/core/detect/engine.ts";
import type { AgentCall, ToolCall, Verdict } from "../../src/core/verdict.ts";
import { decide } from "../../src/guard/decide.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { makeWorkspace, planted } from "./workspace.ts";

const workspace = makeWorkspace();
const { root } = workspace;

function call(kind: ToolCall, extra: Partial<AgentCall> = {}): AgentCall {
  const strings = Object.values(kind).flatMap((value: unknown) =>
    typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [],
  );
  return { agent: "claude-code", event: "PreToolUse", tool: "Tool", call: kind, cwd: root, strings, ...extra };
}
const told = (verdict: Verdict): string => (verdict.kind === "allow" ? "allow" : `${verdict.kind} ${verdict.rule}`);
const decided = (kind: ToolCall, extra?: Partial<AgentCall>): string =>
  told(decide(call(kind, extra), workspace.context));
const read = (...paths: readonly string[]): ToolCall => ({ kind: "read", paths });

const table: readonly (readonly [string, ToolCall, string])[] = [
  ["a protected file", read(".env"), "deny protected-path"],
  ["by its absolute path", read(`${root}/.env`), "deny protected-path"],
  ["by way of another folder", read("src/../.env"), "deny protected-path"],
  ["a link to it", read("notes.txt"), "deny protected-path"],
  ["through a linked folder", read("../elsewhere/prod.pem"), "deny protected-path"],
  ["a stray script with a token", read("scripts/cleanup.py"), "deny protected-path"],
  ["the second of two files", read("README.md", ".env"), "deny protected-path"],
  ["a file URL", read(`file://${root}/.env`), "deny protected-path"],
  ["percent signs for letters", read("%2eenv"), "deny protected-path"],
  ["another user's key by name", read("~/.ssh/id_rsa"), "deny protected-path"],
  ["a new secret file that no index knows", read("packages/a/.env.local"), "deny protected-path"],
  ["our own vault", read(join(workspace.homeRoot, "vault.age")), "deny protected-path"],
  ["our own key", read(join(workspace.homeRoot, "fingerprint.key")), "deny protected-path"],
  ["a process's environment", read("/proc/self/environ"), "deny protected-path"],
  ["a name with a NUL, at which programs in C end it", read(".env\0.txt"), "deny protected-path"],
  ["a name of 4,100 letters", read("x".repeat(4100)), "allow"],
  ["an example", read(".env.example"), "allow"],
  ["source", read("src/app.js"), "allow"],
  ["a file that is not there", read("nothing.txt"), "allow"],
  ["a search over everything", { kind: "search", paths: [] }, "deny protected-tree"],
  ["a search for names only", { kind: "search", paths: [], names: true }, "allow"],
  ["a search in source", { kind: "search", paths: ["src"] }, "allow"],
  ["a search limited by a glob", { kind: "search", paths: [], glob: "*.js" }, "allow"],
  ["a search whose glob means the file", { kind: "search", paths: [], glob: "*.py" }, "deny protected-tree"],
  ["a search that leaves them out", { kind: "search", paths: [], glob: "!.env\n!*.pem\n!cleanup.py" }, "allow"],
  ["a search in the file", { kind: "search", paths: [".env"], names: true }, "deny protected-path"],
  ["a list of names", { kind: "list", paths: ["."], glob: "**/.env*" }, "allow"],
  ["an edit of a protected file", { kind: "edit", paths: [".env"], text: ["A=1"] }, "deny protected-path"],
  ["an edit of source", { kind: "edit", paths: ["src/app.js"], text: ["a", "b"] }, "allow"],
  ["a new file", { kind: "edit", paths: ["src/new.ts"], text: ["export {}"] }, "allow"],
  [
    "an edit that writes a known value",
    { kind: "edit", paths: ["src/new.ts"], text: [`const t = "${planted}"`] },
    "deny tripwire",
  ],
  [
    "an edit of the guard's files",
    { kind: "edit", paths: [join(workspace.homeRoot, "index", "x.json")], text: ["{}"] },
    "deny guard-tampering",
  ],
  ["an edit of the policy", { kind: "edit", paths: [".leastkey/policy.yaml"], text: ["x"] }, "deny guard-tampering"],
  [
    "switching hooks off",
    { kind: "edit", paths: [".claude/settings.json"], text: ['{"disableAllHooks":true}'] },
    "deny guard-tampering",
  ],
  ["an agent's other setting", { kind: "edit", paths: [".claude/settings.json"], text: ['{"model":"x"}'] }, "allow"],
  ["a prompt that mentions it", { kind: "prompt", text: "summarise @.env for me" }, "deny protected-path"],
  [
    "a prompt that mentions it with a line",
    { kind: "prompt", text: "see @scripts/cleanup.py#L3-L9." },
    "deny protected-path",
  ],
  ["a prompt with the value", { kind: "prompt", text: `use ${planted}` }, "deny tripwire"],
  ["a plain prompt", { kind: "prompt", text: "mail dev@example.com about @src/app.js" }, "allow"],
  ["a fetch with the value", { kind: "fetch", url: `https://example.com/?t=${planted}` }, "deny tripwire"],
  ["a fetch", { kind: "fetch", url: "https://example.com/docs" }, "allow"],
];
for (const [name, kind, expected] of table) {
  void test(`${kind.kind}: ${name}: ${expected}`, () => assert.equal(decided(kind), expected));
}

const mcp = (strings: readonly string[], tool = "mcp__db__query"): string =>
  decided({ kind: "mcp", tool }, { strings, tool });
void test("an MCP call and an unknown tool are judged by all their strings", () => {
  assert.equal(mcp(["path", `${root}/.env`]), "deny protected-path");
  assert.equal(mcp(["command", "cat .env"]), "deny protected-path");
  assert.equal(mcp(["sql", "DROP TABLE users"]), "ask destructive");
  assert.equal(mcp(["query", "mutation { volumeDelete(volumeId: 1) }"]), "ask destructive");
  assert.equal(mcp(["id", "1"], "mcp__railway__volume_delete"), "ask destructive");
  assert.equal(mcp(["a", planted.slice(0, 9), planted.slice(9)]), "deny tripwire");
  assert.equal(mcp(["sql", "select 1"]), "allow");
  assert.equal(decided({ kind: "unknown" }, { strings: ["file", "notes.txt"] }), "deny protected-path");
});

void test("other working trees of the same repository are protected too", () => {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: root });
  git("add", "-f", "scripts/cleanup.py", "README.md");
  git("commit", "-qm", "x");
  git("worktree", "add", "-q", "../other", "-b", "other");
  assert.equal(decided(read(join(root, "../other/scripts/cleanup.py"))), "deny protected-path");
  assert.equal(
    decided({ kind: "read", paths: ["scripts/cleanup.py"] }, { cwd: join(root, "../other") }),
    "deny protected-path",
  );
  assert.equal(decided(read(join(root, "../other/README.md"))), "allow");
});

void test("a call from a subfolder, from a folder that is gone, and without a folder", () => {
  assert.equal(decided(read("../.env"), { cwd: join(root, "src") }), "deny protected-path");
  assert.equal(decided(read(".env"), { cwd: join(root, "gone") }), "deny protected-path");
  const { cwd: _, ...nowhere } = call(read(".env"));
  assert.equal(told(decide(nowhere, workspace.context)), "deny protected-path");
});

void test("names fold on disks that ignore case", () => {
  const context = { ...workspace.context, files: { ...workspace.context.files, caseSensitive: false } };
  assert.equal(told(decide(call(read("SCRIPTS/Cleanup.PY")), context)), "deny protected-path");
});

void test("an edit that would write a new secret is refused, one that keeps an old one is not", () => {
  const context = { ...workspace.context, detect: detectText };
  const token = `ghp_${"k3Vd8Zq1Lx7Tn5Bw2Rm9Pc4Jf6Hs0Ya"}${"3gEu"}`;
  const verdict = decide(call({ kind: "edit", paths: ["src/new.ts"], text: [`const token = "${token}";`] }), context);
  assert.notEqual(verdict.kind, "allow");
  assert.ok(!JSON.stringify(verdict).includes(token));
  writeFileSync(join(root, "src/old.ts"), `const token = "${token}";\n`);
  assert.equal(
    told(decide(call({ kind: "edit", paths: ["src/old.ts"], text: [`const token = "${token}";`] }), context)),
    "allow",
  );
});

void test("a damaged or a newer index refuses, and says how to mend it; another key is noted", () => {
  const broken = makeWorkspace();
  const folder = join(broken.homeRoot, "index");
  const file = join(folder, readdirSync(folder)[0] ?? "");
  const judgedHere = () => decide({ ...call(read("src/app.js")), cwd: broken.root }, broken.context);
  writeFileSync(file, '{"version":1,"root":');
  const torn = judgedHere();
  assert.equal(told(torn), "deny guard-failure");
  assert.match(torn.kind === "deny" ? torn.reason : "", /leastkey protect/);
  writeFileSync(file, '{"version":2}');
  assert.equal(told(judgedHere()), "deny guard-failure");
  const other = { ...workspace.context, fingerprinter: fingerprinterOf(Buffer.alloc(32, 1)) };
  assert.equal(told(decide(call(read(".env")), other)), "deny protected-path");
});

void test("without an index names and content decide", () => {
  const bare = join(root, "..", "bare");
  mkdirSync(bare);
  writeFileSync(join(bare, "deploy.js"), `const token = "ghp_${"k3Vd8Zq1Lx7Tn5Bw2Rm9Pc4Jf6Hs0Ya"}${"3gEu"}";\n`);
  writeFileSync(join(bare, "plain.js"), "let x;\n");
  const context = { ...workspace.context, detect: detectText };
  const at = (path: string) => told(decide({ ...call(read(path)), cwd: bare }, context));
  assert.equal(at(".env"), "deny protected-path");
  assert.equal(at("deploy.js"), "deny protected-path");
  assert.equal(at("plain.js"), "allow");
});

void test("no answer holds the value, whatever the call", () => {
  const texts = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(
      texts,
      texts,
      fc.constantFrom("cat ", "curl -H '", 'echo "', "python3 -c '", ""),
      (before, after, command) => {
        const text = `${command}${before}${planted}${after}`;
        const verdict = decide(workspace.call(text), workspace.context);
        assert.equal(verdict.kind, "deny");
        assert.ok(!JSON.stringify(verdict).includes(planted));
      },
    ),
    { numRuns: 300 },
  );
});

void test("any text is judged: the shell reader never throws and never hangs", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc
          .array(
            fc.constantFrom(
              "$(",
              "`",
              "'",
              '"',
              "{",
              "}",
              "<<EOF\n",
              "|",
              "&&",
              "cat",
              ".env",
              "*",
              "$",
              ";",
              "(",
              ")",
              "if",
              "then",
              "\\",
              "\n",
              "~",
              "for",
              "in",
              "do",
              "done",
            ),
            { maxLength: 40 },
          )
          .map((words) => words.join(" ")),
      ),
      (command) => {
        const verdict = decide(workspace.call(command), workspace.context);
        assert.ok(["allow", "ask", "deny"].includes(verdict.kind));
      },
    ),
    { numRuns: 1500, interruptAfterTimeLimit: 60_000 },
  );
  for (const deep of [
    "$(".repeat(5000),
    "(".repeat(5000),
    "{a,b}".repeat(200),
    `bash -c '${"x ".repeat(20_000)}'`,
    "cat ".repeat(10_000),
    `${"eval ".repeat(300)}cat .env`,
  ]) {
    assert.ok(["allow", "ask", "deny"].includes(decide(workspace.call(deep), workspace.context).kind));
  }
});

void test("the guard's own entries are not removed by a command, from whichever folder and in whichever form", () => {
  const other = makeWorkspace();
  mkdirSync(join(other.root, ".claude"), { recursive: true });
  writeFileSync(
    join(other.root, ".claude", "settings.json"),
    '{ "hooks": { "PreToolUse": "leastkey hook claude-code" } }',
  );
  mkdirSync(join(other.root, ".vscode"), { recursive: true });
  writeFileSync(join(other.root, ".vscode", "launch.json"), "{}");
  const verdictOn = (command: string): string => {
    const verdict = decide(other.call(command), other.context);
    return verdict.kind === "allow" ? "allow" : verdict.rule;
  };
  for (const command of [
    "rm -f .claude/settings.json",
    "rm -rf .claude",
    "mv .claude/settings.json /tmp/",
    `rm ${other.root}/.claude/settings.json`,
    "sed -i d .claude/settings.json",
  ]) {
    assert.equal(verdictOn(command), "guard-tampering", command);
  }
  for (const command of ["rm -rf .vscode", "rm -f dist/app.js", "cat .claude/settings.json"]) {
    assert.equal(verdictOn(command), "allow", command);
  }
});

void test("a tool that nobody knows may be an MCP server's, and what it would destroy is asked about", () => {
  const unknown = (strings: readonly string[]): string => decided({ kind: "unknown" }, { strings, tool: "db_query" });
  assert.equal(unknown(["sql", "DROP DATABASE shop"]), "ask destructive");
  assert.equal(unknown(["sql", "select 1"]), "allow");
});

void test("a tool's settings are refused for what they hold, not for their name", () => {
  const context = { ...workspace.context, detect: detectText };
  const settings: Readonly<Record<string, string>> = {
    "plain/.npmrc": "save-exact=true\nregistry=https://registry.example.com/\n",
    "reference/.npmrc": "//registry.example.com/:_authToken=${NPM_TOKEN}\n",
    "token/.npmrc": `//registry.example.com/:_authToken=${planted}\n`,
    "password/.npmrc": "//registry.example.com/:_password=hunter2\n",
    "huge/.npmrc": `${"# a comment\n".repeat(6000)}`,
  };
  for (const [path, text] of Object.entries(settings)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const denied = [...Object.keys(settings), "missing/.npmrc"].filter(
    (path) => decide(call(read(path)), context).kind === "deny",
  );
  assert.deepEqual(denied, ["token/.npmrc", "password/.npmrc", "huge/.npmrc", "missing/.npmrc"]);
  assert.equal(told(decide(call(read("plain/.npmrc")), workspace.context)), "allow", "without detection");
});
