import { BlockList, isIP } from "node:net";
import { LeastkeyError } from "../core/errors.ts";

/** Where machines of a cloud tell their own credentials: never reached, whoever asks. */
const metadata = new BlockList();
for (const address of ["169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16"])
  metadata.addAddress(address, "ipv4");
metadata.addSubnet("169.254.0.0", 16, "ipv4");
for (const address of ["fd00:ec2::254", "fd20:ce::254"]) metadata.addAddress(address, "ipv6");
metadata.addSubnet("fe80::", 10, "ipv6");

/** This machine and private networks: only for a host that the user named for it. */
const local = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  local.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["fc00::", 7],
  ["ff00::", 8],
] as const)
  local.addSubnet(net, prefix, "ipv6");

/** Forms of IPv6 that carry an IPv4 address, whose own rules then count (RFC 4291, 6052, 3056). */
function within(address: string): string | undefined {
  const groups = expand(address);
  const [a = 0, b = 0, c = 0, , , f = 0] = groups;
  const [g = 0, h = 0] = groups.slice(6);
  const v4 = (high: number, low: number): string =>
    [high >> 8, high & 255, low >> 8, low & 255].map((byte) => String(byte)).join(".");
  const isZero = groups.slice(0, 5).every((group) => group === 0);
  if (isZero && (f === 0xffff || (f === 0 && (g !== 0 || h > 1)))) return v4(g, h);
  if (a === 0x64 && b === 0xff9b) return v4(g, h);
  return a === 0x2002 ? v4(b, c) : undefined;
}

/** The eight groups of an IPv6 address that `isIP` has accepted. */
function expand(address: string): readonly number[] {
  const plain = address.replace(/%.*$/, "").replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.slice(0, 4).map(Number);
    return `${(((a ?? 0) << 8) | (b ?? 0)).toString(16)}:${(((c ?? 0) << 8) | (d ?? 0)).toString(16)}`;
  });
  const [left = "", right] = plain.split("::");
  const groupsOf = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((part) => Number.parseInt(part, 16));
  if (right === undefined) return groupsOf(left);
  const [head, tail] = [groupsOf(left), groupsOf(right)];
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

export type AddressKind = "public" | "local" | "metadata";

export function addressKind(address: string): AddressKind {
  const family = isIP(address);
  if (family === 0) return "metadata"; // no address: refused like the worst
  if (family === 6) {
    const inner = within(address);
    if (inner !== undefined) return addressKind(inner);
  }
  const kind = family === 4 ? "ipv4" : "ipv6";
  if (metadata.check(address, kind)) return "metadata";
  return local.check(address, kind) ? "local" : "public";
}

/** Throws for an address that a host must not lead to. `isPinned`: the user named this host's address. */
export function checkAddress(host: string, address: string, isPinned: boolean): void {
  const kind = addressKind(address);
  if (kind === "public" || (kind === "local" && isPinned)) return;
  throw new LeastkeyError(
    "consent",
    kind === "metadata"
      ? `${host} leads to a metadata address, where no request goes`
      : `${host} leads to an address of this machine or a private network`,
    kind === "metadata" ? "leave it out" : `if that is meant, pin it: --resolve ${host}:ADDRESS`,
  );
}
