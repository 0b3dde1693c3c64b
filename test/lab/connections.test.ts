import assert from "node:assert/strict";
import test from "node:test";
import { remotesIn } from "../../src/platform/lab/connections.ts";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const line = (remote: string, inode: string): string =>
  `   0: 0100007F:9C40 ${remote} 01 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;

const cases: readonly (readonly [name: string, remote: string, address: string | undefined])[] = [
  ["another machine", "0A0200C0:01BB", "192.0.2.10:443"],
  ["loopback", "0100007F:0050", undefined],
  ["all of 127.0.0.0/8", "3500007F:0035", undefined],
  ["a listening socket", "00000000:0000", undefined],
  ["IPv6", "B80D01200000000000000000010000 00:01BB".replace(" ", ""), "[2001:db8:0:0:0:0:0:1]:443"],
  ["IPv6 loopback", "00000000000000000000000001000000:01BB", undefined],
  ["IPv4 in IPv6", "0000000000000000FFFF00000A0200C0:01BB", "192.0.2.10:443"],
  ["loopback in IPv6", "0000000000000000FFFF00000100007F:01BB", undefined],
];
for (const [name, remote, address] of cases) {
  void test(`the kernel's table: ${name}`, () => {
    const expected = address === undefined ? [] : [["77", address]];
    assert.deepEqual(remotesIn(head + line(remote, "77")), expected);
  });
}
