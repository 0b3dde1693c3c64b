const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account id stands in the access key id itself: base-32 decode what follows the four letters, take 48 bits, drop
 * the top bit and the low seven (published by A. Steele and T. Be'ery; checked against public samples, 2026-11).
 */
export function awsAccountOf(keyId: string): string | undefined {
  let bits = 0n;
  for (const char of keyId.slice(4, 14)) {
    const value = base32.indexOf(char);
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  const head = bits >> 2n; // 50 bits read, 48 wanted
  return String((head & 0x7fffffffff80n) >> 7n).padStart(12, "0");
}
