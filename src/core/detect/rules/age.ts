import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { isBech32, withBech32 } from "../validate/bech32.ts";

const checksummed = (value: string): Told =>
  isBech32(value)
    ? { tier: "verified", reasons: ["the checksum in the key is right"] }
    : { tier: "generic", reasons: ["the checksum in the key is wrong: redacted, altered or invented"] };

export const age: Provider = {
  id: "age",
  title: "age",
  docs: { url: "https://github.com/C2SP/C2SP/blob/main/age.md", checked: "2026-11-24" },
  rules: [
    {
      id: "age-secret-key",
      kind: "secret key",
      match: { by: "shape", shapes: [["AGE-SECRET-KEY-1", run("bech32", 58)]] },
      expiry: { kind: "never" },
      inspect: checksummed,
      samples: (random) => [
        withBech32("age-secret-key-", random.chars("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 52)).toUpperCase(),
      ],
    },
    {
      id: "age-post-quantum-key",
      kind: "post-quantum secret key",
      match: { by: "shape", shapes: [["AGE-SECRET-KEY-PQ-1", run("bech32", 58)]] },
      expiry: { kind: "never" },
      inspect: checksummed,
      samples: (random) => [
        withBech32("age-secret-key-pq-", random.chars("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 52)).toUpperCase(),
      ],
    },
  ],
};
