import { execFile } from "node:child_process";
import { fstatSync } from "node:fs";
import type { Socket } from "node:net";
import { promisify } from "node:util";

/**
 * The processes that hold the other end of a Unix socket. Node has no SO_PEERCRED; the kernel's list of sockets, read
 * with `ss` while the connection stands, names the peer by inode, which cannot change hands unseen: one process is
 * told for sure, several (a socket handed on or inherited) are told as several. undefined: nothing tells.
 */
export async function peerProcesses(socket: Socket): Promise<readonly number[] | undefined> {
  const inode = inodeOf(socket);
  if (process.platform !== "linux" || inode === undefined) return undefined;
  try {
    const { stdout } = await promisify(execFile)("ss", ["-xpnHO"], { timeout: 2_000, maxBuffer: 16 * 1024 * 1024 });
    return peersIn(stdout, inode);
  } catch {
    return undefined; // no ss here, or it did not answer
  }
}

/** A line of ss: type, state, queues, path, own inode, path, peer's inode, users:(("name",pid=1,fd=2)). */
export function peersIn(listing: string, inode: string): readonly number[] | undefined {
  const row = (line: string) => /\s(\d+)\s+\*\s+(\d+)\s*(users:.*)?$/.exec(line.trimEnd());
  const lines = listing.split("\n");
  const other = lines.map(row).find((found) => found?.[1] === inode)?.[2];
  if (other === undefined || other === "0") return undefined;
  const users = lines.map(row).find((found) => found?.[1] === other)?.[3];
  if (users === undefined) return undefined;
  return [...new Set([...users.matchAll(/pid=(\d+)/g)].map((found) => Number(found[1])))];
}

/** The descriptor stands on a handle that Node keeps to itself; without it nobody is identified. */
function inodeOf(socket: Socket): string | undefined {
  const handle: unknown = Reflect.get(socket, "_handle");
  const descriptor: unknown = typeof handle === "object" && handle !== null ? Reflect.get(handle, "fd") : undefined;
  if (typeof descriptor !== "number" || descriptor < 0) return undefined;
  return String(fstatSync(descriptor).ino);
}
