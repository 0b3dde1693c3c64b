import assert from "node:assert/strict";
import test from "node:test";
import { applyEdits } from "../../../src/core/edit/replacement.ts";
import { wiringsIn } from "../../../src/core/edit/wire.ts";

const wired = (path: string, text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(wiringsIn(path, text).map(({ title, edits }) => [title, applyEdits(text, edits)]));

void test("npm scripts: those that start the program, and only what a prefix reaches whole", () => {
  const text =
    '{\n  "scripts": {\n    "start": "node server.js --port=1",\n    "dev:api": "vite",\n    "build": "tsc",\n    "test": "a && b",\n    "serve": "leastkey run -- x",\n    "demo": "X=1 node a"\n  }\n}\n';
  const made = wired("api/package.json", text);
  assert.deepEqual(Object.keys(made), ["scripts.start", "scripts.dev:api"]);
  assert.equal(made["scripts.start"], text.replace("node server.js", "leastkey run -- node server.js"));
});

void test("a Procfile", () => {
  const text = "web: node server.js\nworker: sh -c 'a; b'\n";
  assert.deepEqual(wired("Procfile", text), { web: text.replace("node", "leastkey run -- node") });
});

void test("launch.json: Node's configurations, comments kept", () => {
  const text =
    '{\n  // ours\n  "configurations": [\n    { "type": "node", "request": "launch", "name": "Shop", "program": "a.js" },\n    { "type": "python", "request": "launch", "name": "Py" }\n  ]\n}\n';
  const made = wired(".vscode/launch.json", text);
  assert.deepEqual(Object.keys(made), ["Shop"]);
  const [one = ""] = Object.values(made);
  assert.ok(one.includes("// ours"));
  assert.match(one, /"runtimeExecutable": "leastkey",\s+"runtimeArgs": \[\s+"run",\s+"--",\s+"node"\s+\]/);
  assert.deepEqual(wiringsIn(".vscode/launch.json", one), [], "once is enough");
});

void test("tasks.json: a shell's command gets a prefix, a process another program", () => {
  const text =
    '{ "tasks": [{ "label": "run", "type": "shell", "command": "npm start" }, { "label": "go", "type": "process", "command": "go", "args": ["run", "."] }] }';
  const made = wired(".vscode/tasks.json", text);
  assert.match(made["run"] ?? "", /"command": "leastkey run -- npm start"/);
  const parsed: unknown = JSON.parse(made["go"] ?? "");
  assert.match(JSON.stringify(parsed), /"command":"leastkey","args":\["run","--","go","run","\."\]/);
});

void test("what has another shape is left alone", () => {
  for (const text of ["", "[]", '{"scripts": []}', '{"scripts": {"start": 1}}', "{", '{"configurations": {}}'])
    for (const path of ["package.json", "Procfile", ".vscode/launch.json", ".vscode/tasks.json", "Makefile"])
      assert.deepEqual(wiringsIn(path, text), []);
});
