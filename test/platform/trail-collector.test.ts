import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test from "node:test";
import { Secret } from "../../src/core/secret.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { sendTrail } from "../../src/platform/trail-otlp.ts";
import { lastRows } from "../../src/platform/trail-read.ts";

/**
 * A real OpenTelemetry collector, `otelcol` on the PATH or LEASTKEY_OTELCOL. It is in no package registry but Go's and
 * takes minutes to compile (.ci/run does so, once); where there is none the recorder of trail-outside.test.ts stands
 * alone. Seen with go.opentelemetry.io/collector v0.160.0 (otlpreceiver, debugexporter) on 2026-11-24.
 */
const collector =
  process.env["LEASTKEY_OTELCOL"] ??
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "otelcol"))
    .find((path) => existsSync(path));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function until(look: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 30_000; !look(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() > end) throw new Error(`waited 30 s for ${what}`);
  }
}

if (collector !== undefined) {
  test("a real OpenTelemetry collector takes every record, with its attributes, and no value reaches it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "leastkey-otelcol-"));
    const port = await freePort();
    const config = join(folder, "config.yaml");
    writeFileSync(
      config,
      `receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:${String(port)}"}}}}
exporters: {debug: {verbosity: detailed}}
service: {telemetry: {metrics: {level: none}}, pipelines: {logs: {receivers: [otlp], exporters: [debug]}}}
`,
    );
    const child = spawn(collector, ["--config", `file:${config}`], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    try {
      await until(() => said.includes("Everything is ready"), "the collector");
      const home = leastkeyHome({ LEASTKEY_HOME: join(folder, "home") });
      const planted = Secret.of(`sk_${"live"}_${"q7".repeat(14)}`);
      const redact = (text: string): string => text.replaceAll(planted.reveal(), "[Stripe secret key]");
      const trail = openTrail(home, { now: () => Date.now() }, { redact });
      for (let at = 0; at < 30; at++) {
        trail.append({
          action: "tool.call",
          outcome: "denied",
          attribution: "confirmed",
          agent: "codex",
          rule: "tripwire",
          command: `curl -H 'Authorization: Bearer ${planted.reveal()}' # ${String(at)}`,
        });
      }
      const target = { url: `http://127.0.0.1:${String(port)}/v1/logs`, headers: {}, timeoutMs: 10_000 };
      assert.deepEqual(await sendTrail(home, target, { batch: 10 }), { records: 30, rejected: 0, upTo: 30 });
      const uids = lastRows(home, 30).map(({ uid }) => uid);
      const missing = (): readonly string[] => uids.filter((uid) => !said.includes(`log.record.uid: Str(${uid})`));
      await until(() => missing().length === 0, "the records in the collector's output");
      assert.match(said, /ocsf\.class_uid: Int\(6003\)/);
      assert.match(said, /SeverityText: WARN/);
      assert.ok(said.includes("[Stripe secret key]") && !said.includes(planted.reveal()), "the value reached it");
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
