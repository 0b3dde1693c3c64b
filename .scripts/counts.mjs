// What one part of the test run came to. Parts print their own line, `NAME: 3 passed, 0 failed, 1 skipped`, and the
// reasons for what they skipped as lines `skipped: REASON (3 tests)`; the whole adds them up.

/** @returns {{passed: number, failed: number, skipped: number, reasons: string[]} | undefined} */
export function countsIn(name, output) {
  const line = new RegExp(`^${name}: (\\d+) passed, (\\d+) failed, (\\d+) skipped$`, "m").exec(output);
  if (!line) return undefined;
  return {
    passed: Number(line[1]),
    failed: Number(line[2]),
    skipped: Number(line[3]),
    reasons: [...output.matchAll(/^skipped: (.+)$/gm)].map((match) => match[1]),
  };
}

/** The closing lines of node's own test runner. */
export function nodeTestCounts(output) {
  const of = (word) => Number(new RegExp(`^[#ℹ] ${word} (\\d+)$`, "m").exec(output)?.[1] ?? Number.NaN);
  const counts = {
    passed: of("pass"),
    failed: of("fail") + of("cancelled"),
    skipped: of("skipped") + of("todo"),
    reasons: [],
  };
  if (Number.isNaN(counts.passed + counts.failed + counts.skipped)) return undefined;
  counts.reasons = [...output.matchAll(/# SKIP (.+)$/gm)].map((match) => match[1]);
  return counts;
}
