import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import * as v from "valibot";
import { leastkey } from "../sample/program.ts";

/** `leastkey doctor` in a protected workspace, with the built command line. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-doctor-")));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const home = join(folder, "home");
const root = join(folder, "shop");
const env = { ...process.env, LEASTKEY_HOME: home, NO_COLOR: "1" };
const cli = (...args: readonly string[]) => leastkey([...args], { cwd: root, env });
const shape = v.object({
  ok: v.boolean(),
  checks: v.array(v.object({ what: v.string(), state: v.string(), detail: v.string(), fix: v.optional(v.string()) })),
});
async function doctor() {
  const { stdout, code } = await cli("doctor", "--json");
  const { ok, checks } = v.parse(shape, JSON.parse(stdout));
  assert.equal(code, ok ? 0 : 1);
  return { ok, of: (what: string) => checks.filter((check) => check.what === what) };
}
/** As the hook leaves it. */
function beat(agent: string, durationMs: number): void {
  mkdirSync(join(home, "heartbeat"), { recursive: true });
  const at = "2026-11-24T12:00:00.000Z";
  writeFileSync(join(home, "heartbeat", `${agent}.json`), JSON.stringify({ at, durationMs }));
}

test.before(async () => {
  mkdirSync(root);
  writeFileSync(join(root, ".env"), "NAME=leastkey\n");
  assert.equal((await cli("protect", "--yes")).code, 0);
});

void test("a hook that is written and never ran is told with the exact step that makes it run", async () => {
  const { ok, of } = await doctor();
  assert.equal(ok, true);
  const [codex] = of("OpenAI Codex");
  assert.equal(codex?.detail, "its hook is written and never ran here");
  assert.match(codex.fix ?? "", /trust the project, then accept the Leastkey hooks with \/hooks/);
});

void test("a hook that ran is fine, and one that was slow is told with its time", async () => {
  beat("codex", 40);
  beat("claude-code", 3200);
  const { of } = await doctor();
  assert.deepEqual(
    of("OpenAI Codex").map(({ state }) => state),
    ["fine"],
  );
  const [claude] = of("Claude Code");
  assert.equal(claude?.state, "note");
  assert.match(claude.detail, /took 3200 ms when it last answered/);
  assert.match((await cli("agents")).stdout, /Claude Code.*slowly: 3200 ms/);
});

void test("hooks that are switched off, rules that changed and a damaged index are broken, each with its remedy", async () => {
  writeFileSync(join(root, ".claude", "settings.local.json"), '{ "disableAllHooks": true }\n');
  writeFileSync(join(root, ".cursorignore"), "");
  const { ok, of } = await doctor();
  assert.equal(ok, false);
  const rules = of("rules").map(({ detail, fix }) => `${detail} -> ${fix ?? ""}`);
  assert.ok(
    rules.some((text) => /settings\.local\.json: "disableAllHooks" switches off every hook of Claude/.test(text)),
  );
  assert.ok(
    rules.some((text) => /\.cursorignore: .* -> leastkey protect$/.test(text)),
    rules.join("\n"),
  );
});
