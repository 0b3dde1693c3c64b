// What the packaged extension keeps on the heap once it is activated and before its first scan: the real build, with the
// fake `vscode` of the unit tests in place of the editor's. The peer is the target, 5 MB.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-heap-"));
const outfile = join(folder, "vscode.cjs");
const program = `
const Module = require("node:module");
const editor = require(${JSON.stringify(outfile)});
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? editor : load(request, ...rest));
gc();
const before = process.memoryUsage().heapUsed;
const extension = require(${JSON.stringify(resolve(process.env.LEASTKEY_DIST ?? "dist", "extension.js"))});
const subscriptions = [];
const workspaceState = { get: () => undefined, update: async () => undefined, keys: () => [] };
extension.activate({ extensionUri: editor.Uri.file(${JSON.stringify(folder)}), subscriptions, workspaceState });
// What shows something comes in the turn after.
setTimeout(() => {
  gc();
  console.log(process.memoryUsage().heapUsed - before);
  process.exit(subscriptions.length > 0 ? 0 : 1);
}, 500);
`;
try {
  await build({ entryPoints: ["test/fakes/vscode.ts"], bundle: true, platform: "node", format: "cjs", outfile });
  const env = { ...process.env, LEASTKEY_HOME: join(folder, "home") };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "-e", program], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(stderr);
  const megabytes = Number(stdout.trim().split("\n").at(-1)) / 1e6;
  console.log(`heap after activation: ${megabytes.toFixed(2)} MB, ${(megabytes / 5).toFixed(2)} × the target`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
