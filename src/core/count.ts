/** "1 file", "3 files": English, for regular nouns. */
export const count = (n: number, noun: string): string => `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
