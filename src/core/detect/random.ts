/** A small seeded generator (mulberry32) for samples: the same seed gives the same samples, and no sample is stored. */
export interface Random {
  below(limit: number): number;
  chars(alphabet: string, length: number): string;
  pick<T>(items: readonly [T, ...T[]]): T;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chars: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)] ?? "").join(""),
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
