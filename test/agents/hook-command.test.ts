import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type HookCommand, posixCommand, powershellScript, windowsCommand } from "../../src/agents/hook-command.ts";
import { scriptText } from "../../src/agents/render/script-file.ts";

const plain: HookCommand = { agent: "claude-code", require: false };
const windows = process.platform === "win32" ? "no POSIX shell here" : false;

/** A machine: a data folder with an odd name, and a launcher in it unless there is none. */
function machine(launcher: string | undefined, mode = 0o755): { readonly home: string; readonly data: string } {
  const data = mkdtempSync(join(tmpdir(), 'leastkey it\'s "$a" `b` '));
  const home = join(data, "leastkey");
  if (launcher !== undefined) {
    mkdirSync(join(home, "bin"), { recursive: true });
    writeFileSync(join(home, "bin", "leastkey"), launcher);
    chmodSync(join(home, "bin", "leastkey"), mode);
  }
  return { home, data };
}

interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(shell: string, command: string, env: NodeJS.ProcessEnv): Answer {
  const { status, stdout, stderr } = spawnSync(shell, ["-c", command], {
    input: '{"tool_name":"Read"}',
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });
  return { status, stdout, stderr };
}

const echo = '#!/bin/sh\necho "$@"\ncat\n';
const cases: readonly (readonly [string, string | undefined, number, Answer["status"], RegExp, RegExp])[] = [
  ["the answer and the payload go through", echo, 0o755, 0, /^hook claude-code\n\{"tool_name":"Read"\}$/, /^$/],
  ["a denial goes through", "#!/bin/sh\necho no >&2\nexit 2\n", 0o755, 2, /^$/, /^no\n$/],
  ["a launcher that fails refuses", "#!/bin/sh\nexit 1\n", 0o755, 2, /^$/, /launcher failed/],
  ["a launcher that is killed refuses", "#!/bin/sh\nkill -9 $$\n", 0o755, 2, /^$/, /launcher failed/],
  ["a launcher without its interpreter refuses", "#!/nowhere/sh\n", 0o755, 2, /^$/, /launcher failed/],
  ["a launcher that may not run refuses", echo, 0o644, 2, /^$/, /launcher failed/],
  ["without Leastkey the call passes with a notice", undefined, 0, 0, /^$/, /not installed here.*not checked/],
];

for (const shell of ["sh", "bash"].filter((name) => existsSync(`/bin/${name}`))) {
  for (const [name, launcher, mode, status, stdout, stderr] of cases) {
    void test(`${shell}: ${name}`, { skip: windows }, () => {
      const { home, data } = machine(launcher, mode);
      for (const env of [
        { LEASTKEY_HOME: home },
        { XDG_DATA_HOME: data },
        { XDG_DATA_HOME: data, LEASTKEY_HOME: "" },
      ]) {
        const answer = run(shell, posixCommand(plain), { HOME: "/nonexistent", ...env });
        assert.equal(answer.status, status, answer.stderr);
        assert.match(answer.stdout, stdout);
        assert.match(answer.stderr, stderr);
      }
      rmSync(data, { recursive: true });
    });
  }
}

void test("a project that requires Leastkey refuses without it, with a reason", { skip: windows }, () => {
  const answer = run("sh", posixCommand({ ...plain, require: true }), { HOME: "/nonexistent" });
  assert.equal(answer.status, 2);
  assert.match(answer.stderr, /requires Leastkey/);
  assert.equal(answer.stdout, "");
});

void test("an agent that wants an answer for a pass gets it whole", { skip: windows }, () => {
  const pass = '{"permission":"allow","continue":true}';
  const answer = run("sh", posixCommand({ ...plain, pass }), { HOME: "/nonexistent" });
  assert.equal(answer.status, 0);
  assert.equal(answer.stdout.trim(), pass);
});

void test("LEASTKEY_HOME alone counts when it is set", { skip: windows }, () => {
  const { data } = machine(echo);
  const answer = run("sh", posixCommand(plain), { LEASTKEY_HOME: "/nonexistent", XDG_DATA_HOME: data });
  assert.equal(answer.status, 0);
  assert.match(answer.stderr, /not installed here/);
  rmSync(data, { recursive: true });
});

void test("a command is one line that any shell can carry", () => {
  const command = posixCommand({ ...plain, require: true, pass: '{"decision":"allow"}' });
  assert.doesNotMatch(command, /\n/);
  assert.equal(command.split("'").length, 3, "one pair of single quotes, so that every shell reads it alike");
});

void test("the PowerShell script fits between double quotes, and says the same", () => {
  const script = powershellScript({ ...plain, pass: "{}" });
  assert.doesNotMatch(script, /"|\n/);
  assert.match(script, /hook claude-code/);
  assert.match(windowsCommand(plain), /^powershell -NoProfile .* -Command "[^"]*"$/);
  assert.match(powershellScript({ ...plain, require: true }), /requires Leastkey[^;]*; exit 2/);
});

const answers: readonly (readonly [string, string | undefined, RegExp])[] = [
  ["passes on what the launcher answers", "#!/bin/sh\necho '{\"cancel\":true}'\nexit 2\n", /^\{"cancel":true\}$/],
  ["lets a call pass that the launcher allows in silence", "#!/bin/sh\n", /^\{"cancel":false\}$/],
  ["cancels when the launcher denies in silence", "#!/bin/sh\nexit 2\n", /"cancel":true/],
  ["cancels when the launcher breaks", "#!/bin/sh\nexit 1\n", /"cancel":true.*launcher failed/],
  ["passes without Leastkey", undefined, /^\{"cancel":false\}$/],
];
for (const [name, launcher, stdout] of answers) {
  void test(`Cline's hook ${name}`, { skip: windows }, () => {
    const { home, data } = machine(launcher);
    const answer = run("sh", scriptText("cline-hook", { agent: "cline", require: false }), {
      HOME: "/nonexistent",
      LEASTKEY_HOME: home,
    });
    assert.equal(answer.status, 0);
    assert.match(answer.stdout.trim(), stdout);
    rmSync(data, { recursive: true });
  });
}

/** Loads the plugin as the agent does and makes one call through it. */
function callPlugin(kind: "opencode-plugin" | "amp-plugin" | "pi-extension", require: boolean, home: string): string {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-plugin-"));
  writeFileSync(join(folder, "plugin.mjs"), scriptText(kind, { agent: "opencode", require }));
  const opencode = `const hooks = await Leastkey({ directory: "/ws" });
    try { await hooks["tool.execute.before"]({ tool: "read", sessionID: "s", callID: "c" }, { args: { filePath: "/ws/.env" } }); const seen = { output: "value" };
      await hooks["tool.execute.after"]({ tool: "read", sessionID: "s", callID: "c" }, seen); console.log("ran " + seen.output); }
    catch (error) { console.log("refused: " + error.message); }`;
  const amp = `let hook; plugin({ on: (_, given) => { hook = given; } });
    const answer = await hook({ tool: "Read", input: { path: "/ws/.env" } });
    console.log(answer.action === "allow" ? "ran value" : "refused: " + answer.message);`;
  const pi = `const hooks = {}; plugin({ on: (event, given) => { hooks[event] = given; } });
    const call = { toolName: "read", toolCallId: "c", input: { path: "/ws/.env" } };
    const answer = await hooks.tool_call({ type: "tool_call", ...call });
    const content = [{ type: "text", text: "value" }];
    const seen = answer?.block === true ? undefined : await hooks.tool_result({ type: "tool_result", content, ...call });
    console.log(answer?.block === true ? "refused: " + answer.reason : "ran " + (seen?.content ?? content)[0].text);`;
  const [head, body] =
    kind !== "opencode-plugin"
      ? ['import plugin from "./plugin.mjs";', kind === "amp-plugin" ? amp : pi]
      : ['import { Leastkey } from "./plugin.mjs";', opencode];
  writeFileSync(join(folder, "call.mjs"), `${head}\n${body}`);
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "call.mjs")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LEASTKEY_HOME: home },
  });
  rmSync(folder, { recursive: true });
  return stdout.trim() || stderr;
}

const pluginCases: readonly (readonly [string, string | undefined, boolean, RegExp])[] = [
  ["lets a call run that the launcher allows", "#!/bin/sh\nexit 0\n", false, /^ran value$/],
  [
    "refuses with the launcher's reason",
    "#!/bin/sh\ngrep -q /ws/.env && echo 'not this file' >&2\nexit 2\n",
    false,
    /^refused: not this file$/,
  ],
  [
    "refuses with the answer's reason",
    `#!/bin/sh\ncat >/dev/null\necho '{"deny":"ask the user"}'\n`,
    false,
    /^refused: ask the user$/,
  ],
  ["refuses when the launcher breaks", "#!/bin/sh\nexit 1\n", false, /^refused: the Leastkey launcher failed/],
  ["refuses an answer that is not one", "#!/bin/sh\necho debug\n", false, /^refused: the Leastkey launcher failed/],
  ["passes without Leastkey", undefined, false, /^ran value$/],
  ["refuses without Leastkey where it is required", undefined, true, /^refused: this project requires/],
];
for (const kind of ["opencode-plugin", "amp-plugin", "pi-extension"] as const) {
  for (const [name, launcher, require, expected] of pluginCases) {
    void test(`${kind} ${name}`, { skip: windows }, () => {
      const { home, data } = machine(launcher);
      assert.match(callPlugin(kind, require, home), expected);
      rmSync(data, { recursive: true });
    });
  }
}

void test("OpenCode's plugin shows the model what the launcher leaves of a result", { skip: windows }, () => {
  const redact = `#!/bin/sh\ngrep -q execute.after && echo '{"output":"[hidden]"}'\nexit 0\n`;
  const { home, data } = machine(redact);
  assert.equal(callPlugin("opencode-plugin", false, home), "ran [hidden]");
  rmSync(data, { recursive: true });
});

void test("Pi's extension shows the model what the launcher leaves of a result", { skip: windows }, () => {
  const redact = `#!/bin/sh\ngrep -q tool_result && echo '{"output":"[hidden]"}'\nexit 0\n`;
  const { home, data } = machine(redact);
  assert.equal(callPlugin("pi-extension", false, home), "ran [hidden]");
  rmSync(data, { recursive: true });
});
