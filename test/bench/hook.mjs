// How long a verdict takes as a whole process, against node that does nothing: node test/bench/hook.mjs [ROUNDS]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const rounds = Number(process.argv[2] ?? 100);
const hook = resolve(process.env.LEASTKEY_DIST ?? "dist", "hook.js");
const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-bench-")));
const root = join(base, "shop");
const home = join(base, "home");
mkdirSync(join(root, "src"), { recursive: true });
writeFileSync(join(root, ".env"), "A=1\n");
const env = { ...process.env, LEASTKEY_HOME: home };
/** Milliseconds; a program that ends otherwise than it should is no measurement. */
const run = (args, input, expected = 0) => {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { input, env, encoding: "utf8" });
  const took = performance.now() - started;
  if (status !== expected) throw new Error(`exit code ${status} instead of ${expected}: ${stderr}`);
  return took;
};
const payload = (command) =>
  JSON.stringify({
    session_id: "s",
    prompt_id: "p",
    cwd: root,
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: "t",
  });

// An index of 500 protected files and 2,000 values, written as `protect` writes it.
run([hook, "claude-code"], payload("true"));
const fnv = (text, seed) => {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
};
const hex = (n) => ((n * 2654435761) % 2 ** 32).toString(16).padStart(8, "0").repeat(2);
mkdirSync(join(home, "index"), { recursive: true });
writeFileSync(
  join(home, "index", `${fnv(root, 0x811c9dc5)}${fnv(`${root}#`, 0x01234567)}.json`),
  JSON.stringify({
    version: 1,
    root,
    written: new Date().toISOString(),
    keyMark: "0",
    protectedPaths: Array.from({ length: 500 }, (_, n) => ({
      path: `packages/p${n}/.env`,
      because: "name",
      reason: "named like an environment file",
    })),
    values: {
      fingerprints: Array.from({ length: 2000 }, (_, n) => hex(n + 1)).join(""),
      lengths: Array.from({ length: 2000 }, () => 40),
      heads: Array.from({ length: 2000 }, (_, n) => (n * 7919) % 2 ** 24),
      labels: ["Stripe secret key (production)"],
      labelled: Array.from({ length: 2000 }, () => 0),
    },
  }),
);

const samples = { "node -e 0": [], "allow: npm test": [], "allow: a pipeline": [], "deny: cat .env": [] };
for (let round = 0; round < rounds; round++) {
  samples["node -e 0"].push(run(["-e", "0"]));
  samples["allow: npm test"].push(run([hook, "claude-code"], payload("npm test")));
  samples["allow: a pipeline"].push(
    run([hook, "claude-code"], payload("cd src && grep -rn foo . --include='*.ts' | head -20")),
  );
  samples["deny: cat .env"].push(run([hook, "claude-code"], payload("cat .env"), 2));
}
const at = (list, share) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const floor = { median: at(samples["node -e 0"], 0.5), p99: at(samples["node -e 0"], 0.99) };
for (const [name, list] of Object.entries(samples)) {
  const median = at(list, 0.5);
  const p99 = at(list, 0.99);
  console.log(
    `${name.padEnd(20)} median ${median.toFixed(1)} ms (x${(median / floor.median).toFixed(2)})  p99 ${p99.toFixed(1)} ms (x${(p99 / floor.p99).toFixed(2)})`,
  );
}
