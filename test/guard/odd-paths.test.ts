import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { decide } from "../../src/guard/decide.ts";
import { makeWorkspace } from "./workspace.ts";

const workspace = makeWorkspace();
const { root } = workspace;
symlinkSync("loop-b", join(root, "loop-a"));
symlinkSync("loop-a", join(root, "loop-b"));
mkdirSync(join(root, "../far/inner"), { recursive: true });
symlinkSync("../shop/src/lib", join(root, "../far/door")); // "far/door/../.." is the workspace, and by name its parent

const byTool = (path: string, kind: "read" | "search" = "read") =>
  decide(
    workspace.call("", {
      tool: kind === "read" ? "Read" : "Grep",
      call: kind === "read" ? { kind, paths: [path] } : { kind, paths: [path], names: false },
      strings: [path],
    }),
    workspace.context,
  ).kind;
const byShell = (path: string) => decide(workspace.call(`cat '${path}'`), workspace.context).kind;

/** One spelling of a protected file a line, for tools that read and for the shell. */
const reaching: readonly string[] = [
  "./.env",
  "src/../.env",
  "src/./..//.env",
  `${root}//.env`,
  ".env/.",
  `${"./".repeat(1998)}.env`,
  `${"../".repeat(50)}${root.slice(1)}/.env`,
  `file://${root}/.env`,
  `file://${root}/%2eenv`,
  "C:\\ws\\.env",
  "C:/ws/.env",
  "\\\\server\\share\\.env",
  "//server/share/.env",
  "\\\\?\\C:\\ws\\.env",
  ".\\.env",
  "src\\..\\.env",
  "/proc/self/cwd/.env",
  `/proc/self/root${root}/.env`,
  "notes.txt", // a link to it
  // Behind a link, ".." is above what the link leads to.
  "../far/door/../../scripts/cleanup.py",
  "../elsewhere/../scripts/cleanup.py",
];
void test("every spelling of a protected file is refused", () => {
  for (const path of reaching) assert.deepEqual([byTool(path), byShell(path)], ["deny", "deny"], path);
  for (const path of ["../far/door/../../scripts/cleanup.py", "src/../.env"])
    assert.equal(byTool(path, "search"), "deny", path);
  // What tools take off a path before they open it, and where a text in C ends.
  for (const path of [".env\0", ".env\0.txt", ".env\n", " .env", ".env ", ".env::$DATA"])
    assert.equal(byTool(path), "deny", JSON.stringify(path));
});

/** Other files, or none at all: look-alikes open nothing. */
const others: readonly string[] = [
  "..env",
  "\u{435}nv",
  ".\u{435}nv", // a Cyrillic e
  "\u{ff0e}env", // a wide full stop
  ".env\u{200b}", // with a space of no width
  "\u{202e}.env", // turned round on screen
  "a".repeat(4000),
  "a/".repeat(2000),
  "loop-a",
  "loop-a/x.txt",
  "src/app.js",
  "../far/door/util.ts",
  ".env.example",
  "src/.env.example/../app.js",
];
void test("what is another file, or none, is read without a question", () => {
  for (const path of others) assert.deepEqual([byTool(path), byShell(path)], ["allow", "allow"], path.slice(0, 40));
  assert.deepEqual(
    [byTool(""), byTool("."), byTool("/"), byTool("src/app.js\n")],
    ["allow", "allow", "allow", "allow"],
  );
});

void test("a path that no disk holds, a loop of links and a folder that is gone: judged by name, never a crash", () => {
  for (const path of [
    `${"x".repeat(4000)}/.env`,
    `${"x/".repeat(2040)}.env`,
    `${"./".repeat(2040)}.env`,
    "loop-a/.env",
  ])
    assert.equal(byTool(path), "deny", path.slice(0, 20));
  assert.equal(byTool(`${"x/".repeat(9000)}.env`), "allow", "nothing opens that");
  const gone = (command: string) => decide(workspace.call(command, { cwd: "/no/such/place" }), workspace.context).kind;
  assert.deepEqual([gone("cat .env"), gone("npm test"), gone("cat ../x/.env")], ["deny", "allow", "deny"]);
});
