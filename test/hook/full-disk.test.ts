import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { leastkeyHome } from "../../src/platform/home.ts";
import { verifyHomeTrail } from "../../src/platform/trail-read.ts";
import { makeWorkspace } from "../guard/workspace.ts";
import { onSmallDisk, smallDisk } from "../platform/small-disk.ts";

const hook = join(process.env["LEASTKEY_DIST"] ?? "dist", "hook.js");

void test("a full disk: what has to be recorded is refused and says so, what has not goes on", {
  skip: smallDisk(),
}, () => {
  const { root, homeRoot } = makeWorkspace();
  onSmallDisk("2m", (mount) => {
    const home = join(mount, "home");
    cpSync(homeRoot, home, { recursive: true });
    const call = (command: string) => {
      const input = JSON.stringify({
        session_id: "s",
        cwd: root,
        hook_event_name: "PreToolUse",
        tool_name: "Bash",
        tool_input: { command },
      });
      const env = { ...process.env, LEASTKEY_HOME: home };
      return spawnSync(process.execPath, [hook, "claude-code"], { input, encoding: "utf8", env });
    };
    assert.match(call("cat .env").stdout, /"deny"/);
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      for (let at = 0, isFull = false; !isFull; at++) {
        try {
          writeFileSync(join(mount, `fill-${String(size)}-${String(at)}`), Buffer.alloc(size));
        } catch {
          isFull = true;
        }
      }
    }
    // The last page of the trail has room for a record or two.
    const answers = Array.from({ length: 8 }, () => call("cat .env"));
    const recorded = answers.findIndex(({ stdout, stderr }) => `${stdout}${stderr}`.includes("the disk is full"));
    assert.ok(recorded >= 0, "the disk never was full");
    for (const { stdout } of answers) assert.match(stdout, /"deny"/);
    const passed = call("ls");
    assert.equal(passed.status, 0, passed.stderr);
    assert.doesNotMatch(passed.stdout, /deny/);
    const { bad, records } = verifyHomeTrail(leastkeyHome({ LEASTKEY_HOME: home }));
    assert.equal(bad, undefined);
    assert.equal(records, 1 + recorded);
  });
});
