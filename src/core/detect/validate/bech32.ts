const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function remainder(values: readonly number[]): number {
  let state = 1;
  for (const value of values) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ value;
    generator.forEach((term, bit) => {
      if ((top >>> bit) & 1) state ^= term;
    });
  }
  return state >>> 0;
}

const expanded = (human: string): readonly number[] => [
  ...Array.from(human, (char) => char.charCodeAt(0) >> 5),
  0,
  ...Array.from(human, (char) => char.charCodeAt(0) & 31),
];

/** Whether the last six characters are BIP 173's checksum of the rest; letters of either case. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const parting = lower.lastIndexOf("1");
  const data = Array.from(lower.slice(parting + 1), (char) => alphabet.indexOf(char));
  return (
    parting > 0 &&
    data.length >= 6 &&
    !data.includes(-1) &&
    remainder([...expanded(lower.slice(0, parting)), ...data]) === 1
  );
}

/** The text with its checksum, for samples. */
export function withBech32(human: string, data: string): string {
  const values = Array.from(data, (char) => alphabet.indexOf(char));
  const sum = remainder([...expanded(human), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  return `${human}1${data}${Array.from({ length: 6 }, (_, at) => alphabet[(sum >>> (5 * (5 - at))) & 31] ?? "").join("")}`;
}
