const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (IEEE 802.3) of ASCII text. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) crc = (crc >>> 8) ^ (table[(crc ^ text.charCodeAt(at)) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const base62Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** GitHub and npm: six base-62 digits, zero padded (github.blog 2021-04-05; checked against public samples). */
export function base62Checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let count = 0; count < 6; count += 1) {
    digits = (base62Digits[rest % 62] ?? "0") + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

export const hexChecksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** The four bytes of the checksum in the other order (Grafana service accounts). */
export function littleEndianChecksum(text: string): string {
  return (hexChecksum(text).match(/../g) ?? []).reverse().join("");
}
