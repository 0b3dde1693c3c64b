import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Addresses off this machine to which these processes have a connection, or are trying to make one: what goes around the
 * proxy that refuses. Looked at now and then, so one that is over in between is missed. Linux only; elsewhere none.
 */
export function connectionsOf(pids: readonly number[]): readonly string[] {
  const [first] = pids;
  if (first === undefined) return [];
  const remotes = new Map(tables.flatMap((table) => remotesIn(readOr(`/proc/${String(first)}/net/${table}`) ?? "")));
  if (remotes.size === 0) return [];
  const found = pids.flatMap((pid) => socketsOf(pid).flatMap((inode) => remotes.get(inode) ?? []));
  return [...new Set(found)];
}

const tables = ["tcp", "tcp6", "udp", "udp6"];

/** Inode of a socket, and where it leads, of one of the kernel's tables; what stays on this machine is left out. */
export function remotesIn(table: string): readonly (readonly [inode: string, address: string])[] {
  return table
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, , remote = "", , , , , , , inode = ""] = line.trim().split(/\s+/);
      const [hex = "", port = ""] = remote.split(":");
      const address = addressOf(hex);
      if (address === undefined || Number.parseInt(port, 16) === 0) return [];
      return [[inode, `${address}:${String(Number.parseInt(port, 16))}`] as const];
    });
}

/** The kernel writes 32-bit words in the machine's own order, which is little-endian wherever agents run. */
function addressOf(hex: string): string | undefined {
  const words = hex.match(/[0-9A-F]{8}/gi) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed().map((two) => Number.parseInt(two, 16)));
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((one) => one === 0) && bytes[10] === 255;
  const four = isMapped ? bytes.slice(12) : bytes;
  if (four.length === 4) return four[0] === 127 || four.every((one) => one === 0) ? undefined : four.join(".");
  if (bytes.length !== 16 || bytes.slice(0, 15).every((one) => one === 0)) return undefined; // :: and ::1
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  return `[${groups.join(":")}]`;
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${String(pid)}/fd`;
  try {
    return readdirSync(folder).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
      } catch {
        return []; // closed between two looks
      }
    });
  } catch {
    return []; // it has ended
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
