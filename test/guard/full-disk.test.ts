import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { planMove } from "../../src/guard/move.ts";
import { carryOutMove } from "../../src/guard/move-carry-out.ts";
import { detectionOf, openWorkspace, snapshot } from "./move-workspace.ts";

/** A folder in which one is a disk of 256 KB of its own; undefined where this user may not mount. */
function withSmallDisk(t: TestContext, name: string): { readonly folder: string; readonly disk: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-full-"));
  const disk = join(folder, name);
  mkdirSync(disk);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]);
  t.after(() => {
    spawnSync("umount", ["-l", disk]);
    rmSync(folder, { recursive: true, force: true });
  });
  return status === 0 ? { folder, disk } : undefined;
}

function fill(disk: string): string {
  const path = join(disk, "ballast");
  for (let size = 256; size > 0; size = Math.floor(size / 2)) {
    for (let full = false; !full; ) {
      try {
        writeFileSync(path, Buffer.alloc(size * 512), { flag: "a" });
      } catch {
        full = true; // as it should be
      }
    }
  }
  return path;
}

const mayMount = process.getuid?.() === 0 && process.platform === "linux";
const skip = mayMount ? false : "only root can mount a small disk";
const value = ["planted", "full", "Qz7"].join("-");
const source = `pay = "${value}"\n`;

const refused = (error: unknown): boolean => {
  assert.ok(error instanceof LeastkeyError);
  assert.equal(error.code, "file.unwritable");
  assert.ok(!`${error.message}${error.hint}`.includes(value));
  return true;
};

void test("the vault's disk is full: nothing moves, nothing is lost, and it works when there is room", {
  skip,
}, async (t) => {
  const made = withSmallDisk(t, "home");
  if (made === undefined) return t.skip("mount was refused");
  const { folder, disk } = made;
  mkdirSync(join(folder, "shop"));
  writeFileSync(join(folder, "shop", "b.py"), source);
  const { root, home, ports, vault } = openWorkspace(folder);
  await vault.set("leastkey://shop/test/first/key", Secret.of("kept"));
  const ballast = fill(disk);
  const before = snapshot(root);
  const plan = await planMove(root, ports, { detections: [detectionOf("b.py", source, value, "PAY")], vault });
  await assert.rejects(carryOutMove(plan, ports, { vault, home }), refused);
  assert.deepEqual(snapshot(root), before);
  const again = openWorkspace(folder);
  assert.equal((await again.vault.get("leastkey://shop/test/first/key"))?.reveal(), "kept");
  rmSync(ballast);
  await carryOutMove(
    await planMove(root, again.ports, { detections: [detectionOf("b.py", source, value, "PAY")], vault: again.vault }),
    again.ports,
    { vault: again.vault, home },
  );
  assert.ok(!again.read("b.py").includes(value));
});

void test("the workspace's disk is full: its files stay, and the vault has the value too", { skip }, async (t) => {
  const made = withSmallDisk(t, "shop");
  if (made === undefined) return t.skip("mount was refused");
  const { folder, disk } = made;
  writeFileSync(join(disk, "b.py"), source);
  const { root, home, ports, vault, read } = openWorkspace(folder);
  const plan = await planMove(root, ports, { detections: [detectionOf("b.py", source, value, "PAY")], vault });
  const ballast = fill(disk);
  await assert.rejects(carryOutMove(plan, ports, { vault, home }), refused);
  assert.equal(read("b.py"), source);
  assert.deepEqual(readdirSync(disk).toSorted(), ["b.py", "ballast"]);
  assert.ok((await vault.get(plan.secrets[0]?.reference ?? ""))?.equals(Secret.of(value)));
  rmSync(ballast);
});
