import assert from "node:assert/strict";
import test from "node:test";
import { addressKind, checkAddress } from "../../src/broker/addresses.ts";
import { destinationOf } from "../../src/broker/intercept-proxy.ts";
import { targetOf } from "../../src/broker/reverse-proxy.ts";

const kinds: readonly (readonly [string, ReturnType<typeof addressKind>])[] = [
  ["93.184.216.34", "public"],
  ["2606:2800:220:1::1", "public"],
  ["127.0.0.1", "local"],
  ["127.9.9.9", "local"],
  ["0.0.0.0", "local"],
  ["10.1.2.3", "local"],
  ["172.31.0.1", "local"],
  ["192.168.1.1", "local"],
  ["100.64.0.1", "local"],
  ["::1", "local"],
  ["::", "local"],
  ["fd12:3456::1", "local"],
  ["169.254.169.254", "metadata"],
  ["169.254.170.2", "metadata"],
  ["100.100.100.200", "metadata"],
  ["168.63.129.16", "metadata"],
  ["fd00:ec2::254", "metadata"],
  ["fe80::1", "metadata"],
  ["::ffff:169.254.169.254", "metadata"],
  ["::ffff:a9fe:a9fe", "metadata"],
  ["0:0:0:0:0:ffff:a9fe:a9fe", "metadata"],
  ["::169.254.169.254", "metadata"],
  ["64:ff9b::169.254.169.254", "metadata"],
  ["64:ff9b::a9fe:a9fe", "metadata"],
  ["2002:a9fe:a9fe::1", "metadata"],
  ["::ffff:127.0.0.1", "local"],
  ["2002:7f00:1::", "local"],
  ["nonsense", "metadata"],
];
for (const [address, kind] of kinds) {
  void test(`${address} is ${kind}`, () => {
    assert.equal(addressKind(address), kind);
  });
}

void test("every spelling of the metadata address in an URL is that address", () => {
  const spellings = [
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.254.169.254",
    "[::ffff:169.254.169.254]",
  ];
  for (const spelling of spellings) {
    const hosts = [destinationOf(`${spelling}:443`)?.host, targetOf(`/h/${spelling}/latest/meta-data`)?.host];
    for (const host of hosts) assert.equal(addressKind(host ?? ""), "metadata", spelling);
  }
});

void test("a pin opens private addresses, and never a metadata address", () => {
  checkAddress("api.internal", "10.0.0.7", true);
  assert.throws(() => checkAddress("api.internal", "10.0.0.7", false), /private network/);
  assert.throws(() => checkAddress("api.internal", "169.254.169.254", true), /metadata/);
});
