import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { agents } from "../../src/agents/index.ts";
import type { ProtectedPath } from "../../src/core/finding.ts";
import {
  applyProtection,
  checkProtection,
  planWorkspaceProtection,
  planWorkspaceUnprotection,
} from "../../src/guard/protect.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

/** Rules and hooks of every agent in a workspace of 500 protected files, against plain writes of the same bytes. */
const protectedPaths = Array.from({ length: 500 }, (_, n): ProtectedPath => {
  const finding = n % 2 === 0;
  return finding
    ? { path: `packages/p${String(n)}/src/pay.ts`, because: "finding", reason: "Stripe secret key (production)" }
    : { path: `packages/p${String(n)}/prod.tfvars`, because: "name", reason: "named like Terraform variables" };
});
const ids = agents.map(({ id }) => id);
const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-bench-")));
const samples: Record<string, number[]> = {};
function timed<T>(name: string, work: () => T): T {
  const started = performance.now();
  const result = work();
  (samples[name] ??= []).push(performance.now() - started);
  return result;
}

/** What any program must do that writes these files so that a crash leaves the old or the new one. */
function writePlainly(root: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path, text } of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    const handle = openSync(`${target}.new`, "w");
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${target}.new`, target);
  }
}

for (let round = 0; round < 12; round++) {
  const root = join(base, `ws-${String(round)}`);
  mkdirSync(root);
  const home = { receipts: join(base, "home", "receipts"), indexes: join(base, "home", "index") };
  const ports = { files: nodeFiles(), audit: { append: () => undefined } };
  const options = { home, protectedPaths, agents: ids };
  const plan = timed("protect: plan", () => planWorkspaceProtection(root, ports, options));
  timed("protect: write", () => applyProtection(root, plan, ports, { home, action: "protect" }));
  timed("protect again: nothing to do", () => planWorkspaceProtection(root, ports, options));
  timed("protect --check", () => checkProtection(root, ports, { home, protectedPaths }));
  const plain = join(base, `plain-${String(round)}`);
  const texts = plan.changes.map(({ path, after = "" }) => ({ path: path.slice(root.length + 1), text: after }));
  timed("plain writes of the same bytes", () => writePlainly(plain, texts));
  timed("unprotect", () =>
    applyProtection(root, planWorkspaceUnprotection(root, ports, { home }), ports, { home, action: "unprotect" }),
  );
  if (round === 0)
    console.log(`${String(ids.length)} agents, ${String(plan.changes.length)} files, 500 protected paths`);
}
rmSync(base, { recursive: true, force: true });
for (const [name, list] of Object.entries(samples)) {
  // The first round compiles what the others run: a command line runs once, so both are told.
  const rest = list.slice(1).toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(32)} first ${(list[0] ?? 0).toFixed(0).padStart(4)} ms, then median ${(rest[Math.floor(rest.length / 2)] ?? 0).toFixed(0).padStart(4)} ms`,
  );
}
