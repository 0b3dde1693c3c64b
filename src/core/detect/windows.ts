/** Stretch of a file's bytes around leads that stand near each other. */
export interface Window<T> {
  readonly from: number;
  readonly to: number;
  readonly leads: readonly T[];
}

/** Past what any rule looks at: a host 6,000 characters away before it, a PEM block of 16 kB after it. */
const before = 8 * 1024;
const after = 20 * 1024;
/** Shorter files are decoded whole at about the same cost. */
const shortest = 48 * 1024;

/** Windows of leads in order of place; undefined where they would be most of the file. */
export function windowsOf<T extends { readonly start: number; readonly end: number }>(
  leads: readonly T[],
  bytes: Uint8Array,
): readonly Window<T>[] | undefined {
  if (bytes.length < shortest) return undefined;
  const windows: { from: number; to: number; leads: T[] }[] = [];
  for (const lead of leads) {
    const last = windows.at(-1);
    const from = Math.max(0, lead.start - before);
    const to = Math.min(bytes.length, lead.end + after);
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.leads.push(lead);
    } else windows.push({ from, to, leads: [lead] });
  }
  const covered = windows.reduce((sum, { from, to }) => sum + to - from, 0);
  if (covered * 2 > bytes.length) return undefined;
  return windows.map(({ from, to, leads: inside }) => ({
    from: characterAt(bytes, from),
    to: characterAt(bytes, to),
    leads: inside,
  }));
}

/** The first byte at or after `at` that begins a character. */
function characterAt(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start < bytes.length && start - at < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return start;
}
