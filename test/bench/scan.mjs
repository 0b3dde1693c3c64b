// The scanner on this repository's own node_modules: the whole path (list, open, read, find) in the release's worker,
// beside reading the same files and doing nothing. One warm-up, then the best of three.
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const outfile = join(folder, "client.cjs");
await build({
  stdin: { contents: `export { createScanner } from "./src/worker/scan-client.ts";`, resolveDir: process.cwd() },
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  mainFields: ["module", "main"],
  outfile,
});
const { createScanner } = (await import(outfile)).default;
const workerPath = resolve(process.env.LEASTKEY_DIST ?? "dist", "scan-worker.js");
const root = resolve("node_modules");
const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${root}/.cache`))
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));

async function measured(work) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

const best = async (work) => {
  await work();
  const runs = [await measured(work), await measured(work), await measured(work)];
  return runs.reduce((a, b) => (b.cpu < a.cpu ? b : a));
};

function readAll() {
  const buffer = Buffer.allocUnsafe(1 << 24);
  let bytes = 0;
  for (const path of paths) {
    const handle = openSync(join(root, path), "r");
    bytes += readSync(handle, buffer, 0, buffer.length, 0);
    closeSync(handle);
  }
  return bytes;
}

const setup = { workerPath, home: { fingerprintKey: join(folder, "home", "fingerprint.key") } };
const line = (name, { wall, cpu }, bytes) =>
  console.log(
    `${name.padEnd(30)} ${(bytes / 1e6 / wall).toFixed(0).padStart(5)} MB/s   ${(bytes / 1e6 / cpu).toFixed(0).padStart(5)} MB per CPU-second   ${wall.toFixed(2)} s`,
  );

const reading = await best(async () => readAll());
console.log(`${paths.length} files, ${(reading.result / 1e6).toFixed(0)} MB`);
line("open, read, close (1 thread)", reading, reading.result);
for (const threads of [1, 2]) {
  const scanner = createScanner({ ...setup, threads });
  const half = Math.ceil(paths.length / threads);
  const parts = Array.from({ length: threads }, (_, at) => paths.slice(at * half, (at + 1) * half));
  const scan = await best(() => Promise.all(parts.map((part) => scanner.scanPaths(root, part))));
  const bytes = scan.result.reduce((sum, part) => sum + part.bytes, 0);
  line(`scan, ${threads} worker${threads > 1 ? "s" : ""}`, scan, bytes);
  if (threads === 2) console.log(`reading costs ${((100 * reading.cpu) / scan.cpu).toFixed(0)} % of a scan's CPU`);
  await scanner.dispose();
}
const scanner = createScanner({ ...setup, threads: 1 });
const text = `export const value = 1; // nothing to see in this line of a program\n`.repeat(1500);
await scanner.scanText("src/a.ts", text);
const typing = await best(async () => {
  for (let at = 0; at < 200; at += 1) await scanner.scanText("src/a.ts", text);
});
console.log(
  `a document of ${(text.length / 1e3).toFixed(0)} kB, each change     ${((typing.wall * 1000) / 200).toFixed(2)} ms, the way to the worker and back`,
);
await scanner.dispose();
rmSync(folder, { recursive: true, force: true });
