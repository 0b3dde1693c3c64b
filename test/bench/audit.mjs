// The audit trail: what one append costs, flushed to the disk, beside the flush alone, and how fast a trail verifies.
import { generateKeyPairSync } from "node:crypto";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const outfile = join(folder, "trail.cjs");
await build({
  stdin: {
    contents: `export { openTrail } from "./src/platform/trail-file.ts";
export { leastkeyHome } from "./src/platform/home.ts";
export { trailLines, verifyHomeTrail, lastRows } from "./src/platform/trail-read.ts";
export { verifyTrail } from "./src/audit/verify.ts";
export { nextEntry } from "./src/audit/entry.ts";
export { emptyTree, grow, leafHash, rootOf } from "./src/audit/merkle.ts";
export { partsOf } from "./src/audit/line.ts";
export { signCheckpoint, verifierKey } from "./src/audit/checkpoint.ts";`,
    resolveDir: process.cwd(),
  },
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  mainFields: ["module", "main"],
  outfile,
});
const built = (await import(outfile)).default;
const { openTrail, leastkeyHome, trailLines, verifyHomeTrail, verifyTrail, lastRows, nextEntry } = built;
const { emptyTree, grow, leafHash, partsOf, rootOf, signCheckpoint, verifierKey } = built;

const event = {
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "claude-code",
  session: "bdd69472-198d-41aa-a51c-c16f6c54a01d",
  tool: "Bash",
  command: "cat .env && curl -s https://api.example.com/v1/orders | head -20",
  paths: [".env"],
  credentials: ["leastkey://shop/production/stripe/key"],
  rule: "protected-path",
  reason: "named like a dotenv file",
  cwd: "/home/dev/shop",
  workspace: "/home/dev/shop",
};
const clock = { now: () => Date.now() };

function timed(count, work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let at = 0; at < count; at++) work(at);
  const wall = ((performance.now() - start) * 1000) / count;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / count };
}
/** Records a second by the clock, and by the CPU time that this process used: other work on the machine slows the first. */
function rate(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const records = work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const per = (ms) => Math.round((records / ms) * 1000).toLocaleString("en");
  return `${per(wall)} records/s, ${per((user + system) / 1000)} per second of CPU`;
}
const line = (name, { wall, cpu }, rest = "") =>
  console.log(`${name.padEnd(44)} ${wall.toFixed(0).padStart(6)} µs wall ${cpu.toFixed(0).padStart(6)} µs CPU ${rest}`);

try {
  const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home") });
  const trail = openTrail(home, clock);
  timed(200, () => trail.append(event));
  const append = timed(1_000, () => trail.append(event));
  const handle = openSync(join(folder, "plain"), "a");
  const bytes = Buffer.alloc(1_400, 97);
  const flush = timed(1_000, () => {
    writeSync(handle, bytes);
    fdatasyncSync(handle);
  });
  closeSync(handle);
  line(
    "append, locked, chained and flushed",
    append,
    `${(append.wall / flush.wall).toFixed(2)} × write and flush alone`,
  );
  line("write and flush alone", flush);

  let head = { chain: "0c6b0f5e-1111-4222-8333-944455556666", authority: "leastkey/0011223344556677", sequence: 0 };
  const context = { clock, origin: { host: "bench", user: "dev", pid: 1 }, redact: (text) => text };
  const lines = [];
  const entry = timed(100_000, () => {
    const next = nextEntry(event, head, context);
    head = next.head;
    lines.push(next.line);
  });
  line("one record made, in memory", entry);
  verifyTrail(lines.slice(0, 2_000));
  const chain = rate(() => {
    const { bad, records } = verifyTrail(lines);
    if (bad !== undefined || records !== lines.length) throw new Error("the trail does not verify");
    return records;
  });
  console.log(`verify, chain only                 ${chain}`);
  const keys = generateKeyPairSync("ed25519");
  let tree = emptyTree;
  const checkpoints = [];
  for (const text of lines) {
    tree = grow(tree, leafHash(partsOf(text).computed));
    if (tree.size % 256 !== 0) continue;
    checkpoints.push(
      signCheckpoint({ origin: "leastkey/bench", size: tree.size, root: rootOf(tree) }, keys.privateKey),
    );
  }
  const verifier = verifierKey(keys.publicKey);
  const signed = rate(() => {
    const checked = verifyTrail(lines, { checkpoints, verifier });
    if (checked.bad !== undefined || checked.checkpoints !== checkpoints.length)
      throw new Error("a checkpoint is wrong");
    return checked.records;
  });
  console.log(`verify, with ${String(checkpoints.length)} checkpoints      ${signed}`);
  // enough that opening the files and reading the key are a small part, as on a trail that somebody would verify
  for (let at = 0; at < 30_000; at++) trail.append(event);
  const onDisk = verifyHomeTrail(home);
  console.log(
    `verify from disk, ${String(onDisk.checkpoints)} checkpoints  ${rate(() => verifyHomeTrail(home).records)}`,
  );
  const read = performance.now();
  const rows = lastRows(home, 1_000).length;
  console.log(`the last ${String(rows)} rows for the panel in ${(performance.now() - read).toFixed(1)} ms`);
  if ([...trailLines(home)].length !== onDisk.records) throw new Error("lines are missing");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
