import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why no disk of a few kilobytes can be had here; false: one can. */
export function smallDisk(): string | false {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "mounting a small disk needs root on Linux";
  const probe = mkdtempSync(join(tmpdir(), "leastkey-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "leastkey-test", probe], { stdio: "ignore" });
    execFileSync("umount", [probe]);
    return false;
  } catch {
    return "this machine lets nobody mount";
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** Runs `work` with the path of a disk of that size ("256k"), and takes the disk away again. */
export function onSmallDisk(size: string, work: (mount: string) => void): void {
  const base = mkdtempSync(join(tmpdir(), "leastkey-small-"));
  const mount = join(base, "disk");
  mkdirSync(mount);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "leastkey-test", mount]);
  try {
    work(mount);
  } finally {
    execFileSync("umount", [mount]);
    rmSync(base, { recursive: true, force: true });
  }
}
