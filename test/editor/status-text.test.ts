import assert from "node:assert/strict";
import test from "node:test";
import type { Protection } from "../../src/editor/protection.ts";
import { type GuardState, statusFace, statusLine, statusTooltip } from "../../src/editor/status-text.ts";

const calm: GuardState = {
  hasFolder: true,
  isTrusted: true,
  isVirtual: false,
  scan: "done",
  findings: 0,
  exposed: 0,
  files: 0,
  byTier: { verified: 0, likely: 0, generic: 0, weak: 0 },
  protection: { kind: "unprotected" },
};
const protectedNow: Extract<Protection, { kind: "protected" }> = {
  kind: "protected",
  agents: [
    {
      id: "cursor",
      title: "Cursor",
      strength: "partial",
      hole: "the terminal",
      hook: "written",
      slowMs: 3200,
      remains: undefined,
      trust: undefined,
    },
  ],
  drift: [],
  notLive: undefined,
};
const found = { findings: 7, files: 4, byTier: { verified: 1, likely: 4, generic: 2, weak: 0 } };
const drift = [{ path: ".cursorignore", state: "drifted", reason: "differs" }] as const;

const cases: readonly [string, Partial<GuardState>, string, boolean, string][] = [
  ["nothing found", {}, "$(shield) Leastkey", false, "leastkey.protectWorkspace"],
  ["never scanned", { scan: "never" }, "$(shield) Leastkey", false, "leastkey.scanWorkspace"],
  ["scanning", { scan: "running" }, "$(sync~spin) Leastkey", false, "leastkey.showLog"],
  ["scan failed", { scan: "failed" }, "$(warning) scan failed", true, "leastkey.scanWorkspace"],
  ["exposed", { ...found, exposed: 7 }, "$(warning) 7 exposed", true, "leastkey.protectWorkspace"],
  ["guarded", { ...found, protection: protectedNow }, "$(shield) guarded", false, "leastkey.openAgentActivity"],
  [
    "one not hidden yet",
    { ...found, exposed: 1, protection: protectedNow },
    "$(warning) 1 exposed",
    true,
    "leastkey.protectWorkspace",
  ],
  [
    "drift before exposure",
    { ...found, exposed: 1, protection: { ...protectedNow, drift } },
    "$(warning) rules changed",
    true,
    "leastkey.checkProtection",
  ],
  [
    "a dead guard before all",
    { ...found, exposed: 1, protection: { ...protectedNow, drift, notLive: "its program is gone" } },
    "$(warning) guard not live",
    true,
    "leastkey.checkProtection",
  ],
  ["restricted", { ...found, exposed: 7, isTrusted: false }, "$(shield) marks only", false, "workbench.trust.manage"],
  ["virtual", { ...found, isVirtual: true }, "$(shield) marks only", false, "leastkey.showLog"],
  ["no folder", { hasFolder: false }, "$(shield) marks only", false, "leastkey.showLog"],
];

for (const [name, state, text, isWarning, command] of cases) {
  void test(`status: ${name}`, () => {
    const face = statusFace({ ...calm, ...state });
    assert.deepEqual([face.text, face.isWarning, face.command], [text, isWarning, command]);
    assert.match(statusTooltip({ ...calm, ...state }, face), new RegExp(`command:${command}`));
  });
}

void test("the tooltip counts by tier and words each agent's strength with its hole", () => {
  const state = { ...calm, ...found, protection: protectedNow };
  const tooltip = statusTooltip(state, statusFace(state));
  assert.match(tooltip, /7 credentials in 4 files: 1 verified, 4 likely, 2 generic/);
  assert.match(tooltip, /Cursor: partly enforced; hole: the terminal; hook not seen to run yet; hook slow: 3200 ms/);
});

void test("the environment of the folder's sessions stands in the bar, with what says so in the tooltip", () => {
  const state: GuardState = { ...calm, session: { environment: "staging", because: "the branch x_y (policy.yaml:4)" } };
  const face = statusFace(state);
  assert.equal(statusLine(state, face), "$(shield) Leastkey · staging");
  assert.equal(statusLine(calm, face), "$(shield) Leastkey");
  assert.match(statusTooltip(state, face), /Environment: \*\*staging\*\*, by the branch x\\_y/);
});
