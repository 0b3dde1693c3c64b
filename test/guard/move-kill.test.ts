import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { build } from "esbuild";
import { Secret } from "../../src/core/secret.ts";
import { moveWorkspace, openWorkspace, snapshot } from "./move-workspace.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-kill-"));
const program = join(folder, "child.js");
const value = ["planted", "K1ll", "9xQz7Lm2"].join("_");
const kills = Number(process.env["LEASTKEY_KILLS"] ?? 42);

before(() =>
  build({
    entryPoints: ["test/guard/move-child.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    outfile: program,
    external: ["@napi-rs/keyring"],
  }),
);
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly isKilled: boolean;
  readonly ms: number; // from ready to the end
  readonly output: string;
}

/** Runs the child and kills it so many milliseconds after it was ready; undefined: lets it end. */
function run(where: string, what: string, killAfter: number | undefined): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, where, what], { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let ready = 0;
    child.stdin.end(value);
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (ready !== 0) return;
      ready = performance.now();
      if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.on("close", (_code, signal) => {
      resolve({ isKilled: signal === "SIGKILL", ms: performance.now() - ready, output });
    });
  });
}

const source = `export const pay = "${value}";\n`;
const rest = "other = 1\n";

/** A fresh workspace with a vault that already holds something. */
async function prepared(): Promise<string> {
  const made = moveWorkspace(undefined, { "pay.js": source, ".env": rest });
  await made.vault.set("leastkey://shop/test/first/key", Secret.of("kept"));
  return made.folder;
}

/**
 * What must hold at every moment: the value is somewhere, every file is a whole one, the vault opens. A restore that
 * was killed may leave the file it was writing, value and all; the next restore takes it away.
 */
async function requireWhole(where: string, isRestoring = false): Promise<void> {
  const { root, vault, read } = openWorkspace(where);
  const code = read("pay.js");
  const isMoved = code.includes("process.env.PAY_SECRET");
  assert.ok(code === source || isMoved, "pay.js is half-written");
  const env = read(".env");
  const reference = /^PAY_SECRET=(leastkey:\/\/\S+)$/m.exec(env)?.[1];
  assert.ok(env === rest || env === `${rest}PAY_SECRET=${reference ?? ""}\n`, ".env is half-written");
  assert.ok(!isMoved || reference !== undefined, "code reads a variable that nothing defines");
  assert.ok((await vault.get("leastkey://shop/test/first/key"))?.equals(Secret.of("kept")), "the vault lost an item");
  if (isMoved) assert.ok((await vault.get(reference ?? ""))?.equals(Secret.of(value)), "the value is in neither place");
  const strays = readdirSync(root).filter((name) => !["pay.js", ".env", ".env.example"].includes(name));
  for (const stray of isRestoring ? [] : strays)
    assert.ok(!readFileSync(join(root, stray), "latin1").includes(value), `the value is in ${stray}`);
}

void test(`a move and a restore, killed ${kills} times anywhere`, { timeout: kills * 30_000 }, async () => {
  const original = await prepared();
  const whole = await run(original, "move", undefined);
  assert.ok(!whole.isKilled && !whole.output.includes(value), whole.output);
  const back = await run(original, "restore", undefined);
  const fresh = await prepared();
  let killed = 0;
  let seed = 11;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let count = 0; count < kills; count++) {
    const where = join(folder, `run-${String(count)}`);
    cpSync(fresh, where, { recursive: true });
    const first = await run(where, "move", count % 3 === 2 ? undefined : random() * whole.ms * 1.2);
    await requireWhole(where);
    if (count % 3 === 1) await run(where, "move", random() * whole.ms * 1.2);
    if (count % 3 === 2) {
      const second = await run(where, "restore", random() * back.ms * 1.2);
      if (second.isKilled) killed++;
    }
    if (first.isKilled) killed++;
    await requireWhole(where, count % 3 === 2);
    // Whatever state it is in, the same commands bring it to an end. A move that is done finds nothing more to move.
    if (openWorkspace(where).read("pay.js") === source) await run(where, "move", undefined);
    assert.ok(openWorkspace(where).read("pay.js").includes("process.env.PAY_SECRET"));
    await run(where, "restore", undefined);
    assert.equal(openWorkspace(where).read("pay.js"), source);
    for (const [path, text] of Object.entries(snapshot(join(where, "shop"))))
      assert.ok(path === "pay.js" || !text.includes(value), `the value is left in ${path}`);
    rmSync(where, { recursive: true, force: true });
  }
  rmSync(original, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
  assert.ok(killed > kills / 4, `only ${String(killed)} children were killed in time`);
});

void test("a vault written by a process that is killed stays whole", { timeout: kills * 30_000 }, async () => {
  const fresh = await prepared();
  const whole = await run(fresh, "set", undefined);
  let seed = 5;
  for (let count = 0; count < Math.ceil(kills / 3); count++) {
    const where = join(folder, `set-${String(count)}`);
    const made = moveWorkspace(undefined, {});
    cpSync(made.folder, where, { recursive: true });
    rmSync(made.folder, { recursive: true, force: true });
    seed = (seed * 48_271) % 2_147_483_647;
    await run(where, "set", (seed / 2_147_483_647) * whole.ms);
    const { vault, home } = openWorkspace(where);
    const items = existsSync(home.vault) ? await vault.list() : [];
    for (const { reference } of items) {
      const at = /item-(\d+)/.exec(reference)?.[1] ?? "";
      assert.ok((await vault.get(reference))?.equals(Secret.of(`${value}${at}`)));
    }
    await vault.set("leastkey://shop/test/after/key", Secret.of("x"));
    assert.ok(!Object.values(snapshot(where)).join("").includes(value));
    rmSync(where, { recursive: true, force: true });
  }
  rmSync(fresh, { recursive: true, force: true });
});

void test("a value that is rotated by a process that is killed is the old one or a new one", {
  timeout: kills * 30_000,
}, async () => {
  const fresh = await prepared();
  const copyOf = (name: string): string => {
    const where = join(folder, name);
    cpSync(fresh, where, { recursive: true });
    return where;
  };
  const whole = await run(copyOf("rotate-whole"), "rotate", undefined);
  let seed = 7;
  const seen = new Set<string>();
  for (let count = 0; count < Math.ceil(kills / 3); count++) {
    const where = copyOf(`rotate-${String(count)}`);
    seed = (seed * 48_271) % 2_147_483_647;
    await run(where, "rotate", (seed / 2_147_483_647) * whole.ms);
    const now = (await openWorkspace(where).vault.get("leastkey://shop/test/first/key"))?.reveal() ?? "nothing";
    assert.ok(now === "kept" || new RegExp(`^${value}\\d+$`).test(now), "neither the old nor a new value");
    seen.add(now);
    rmSync(where, { recursive: true, force: true });
  }
  assert.ok(seen.size > 1, "every process was killed at the same step");
  rmSync(fresh, { recursive: true, force: true });
});
