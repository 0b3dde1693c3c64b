import assert from "node:assert/strict";
import test from "node:test";
import type { Finding } from "../../src/core/finding.ts";
import { withChanged } from "../../src/editor/incremental.ts";
import { reportOf, type ScanPart } from "../../src/guard/scan-report.ts";
import { finding } from "./samples.ts";

const part = (findings: readonly Finding[]): ScanPart => ({ files: 0, bytes: 0, findings, values: [], errors: [] });
const facts = (paths: readonly string[]) => ({ root: "/w", durationMs: 1, paths, tier: "weak" }) as const;

void test("after files changed, came or went, the same is protected as after a scan of everything", () => {
  const pay = finding({ path: "src/pay.ts" });
  const fresh = finding({ path: "src/new.ts" });
  const before = reportOf(
    [part([pay, finding({ path: "old.ts" })])],
    facts(["src/pay.ts", "old.ts", "id_rsa", "z.pem"]),
  );
  const changed = ["src/new.ts", "old.ts", "z.pem", "keys/id_ed25519"];
  const gone = [{ path: "z.pem", message: "no such file" }];
  const after = withChanged(before, changed, { ...part([fresh]), errors: gone });
  const whole = reportOf(
    [part([pay, fresh])],
    facts(["src/pay.ts", "src/new.ts", "old.ts", "id_rsa", "keys/id_ed25519"]),
  );
  assert.deepEqual(after.protectedPaths, whole.protectedPaths);
  assert.deepEqual(after.findings, whole.findings);
});
