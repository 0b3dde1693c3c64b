const comment = /leastkey:allow(?:[ \t]+([\w./*-]+))?/gi;

/** Which rules an inline `leastkey:allow RULE reason` lets stand, by line; it speaks for its own line and the next. */
export function allowances(text: string): (line: number, ruleIds: readonly string[]) => boolean {
  if (!/leastkey:allow/i.test(text)) return () => false;
  const byLine = new Map<number, string[]>();
  text.split("\n").forEach((content, index) => {
    for (const match of content.matchAll(comment)) {
      const rule = (match[1] ?? "").toLowerCase();
      for (const line of [index + 1, index + 2]) byLine.set(line, [...(byLine.get(line) ?? []), rule]);
    }
  });
  return (line, ruleIds) => byLine.get(line)?.some((rule) => rule === "*" || ruleIds.includes(rule)) === true;
}
