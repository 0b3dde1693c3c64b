// How long a policy takes to load (Cedar from cold, both files, validation) and to decide: node test/bench/policy.mjs
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import esbuild from "esbuild";

const dist = resolve(process.env.LEASTKEY_DIST ?? "dist");
if (process.argv[2] !== undefined) {
  const started = performance.now();
  const { loadCedar, compilePolicies, parsePolicy, decide } = createRequire(import.meta.url)(process.argv[2]);
  const ready = performance.now();
  const cedar = await loadCedar(dist);
  const engine = performance.now();
  const text = `agents:\n${["claude-code@staging", "codex@staging", "cursor", "gemini-cli@test", "*@development"]
    .map(
      (id) =>
        `  ${id.startsWith("*") ? `"${id}"` : id}:\n    permissions: { crm: [read], mail: [read, write], "*": [read] }\n    environments: [staging]\n    restrictions: [no-delete, no-bulk]\n`,
    )
    .join("")}`;
  const { policy } = parsePolicy(text, "policy.yaml");
  const source = { user: policy, workspace: policy, approved: false, faults: [], texts: {}, written: true };
  const loaded = compilePolicies(source, cedar);
  const done = performance.now();
  const request = {
    caller: { agent: "claude-code", certainty: "confirmed", environment: "staging" },
    credential: {
      name: "leastkey://shop/staging/crm/key",
      service: "crm",
      environment: "staging",
      actions: [],
      hosts: ["crm.example.com"],
    },
    use: { kind: "http", method: "GET", host: "crm.example.com", path: "/x" },
    ttlSeconds: 60,
    approved: false,
  };
  const rounds = 2000;
  for (let at = 0; at < 200; at++) decide(loaded, request);
  const began = performance.now();
  for (let at = 0; at < rounds; at++) decide(loaded, request);
  const each = (performance.now() - began) / rounds;
  console.log(JSON.stringify({ code: ready - started, engine: engine - ready, policy: done - engine, each }));
} else {
  const folder = mkdtempSync(join("node_modules", ".cache-policy-"));
  await esbuild.build({
    stdin: {
      contents: `export { loadCedar } from "./src/platform/cedar.ts"; export { compilePolicies } from "./src/guard/load-policy.ts";
        export { parsePolicy } from "./src/policy/parse-policy.ts"; export { decide } from "./src/policy/decide.ts";`,
      resolveDir: ".",
      loader: "ts",
    },
    bundle: true,
    minify: true,
    platform: "node",
    mainFields: ["module", "main"],
    outfile: join(folder, "policy.cjs"),
  });
  const runs = Array.from({ length: 15 }, () =>
    JSON.parse(
      spawnSync(process.execPath, [process.argv[1], resolve(folder, "policy.cjs")], { encoding: "utf8" }).stdout,
    ),
  );
  rmSync(folder, { recursive: true });
  const median = (name) =>
    runs
      .map((one) => one[name])
      .sort((a, b) => a - b)[7]
      .toFixed(name === "each" ? 3 : 1);
  console.log(
    `Cedar from cold ${median("engine")} ms, two files compiled and validated ${median("policy")} ms, decision ${median("each")} ms`,
  );
}
