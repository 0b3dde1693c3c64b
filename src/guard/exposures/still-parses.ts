/** true: whatever was JSON before, the whole or a line of it, still is. */
export function stillParses(before: string, after: string): boolean {
  if (/^\s*[[{]/.test(before) && isJson(before)) return isJson(after);
  const were = before.split("\n");
  const are = after.split("\n");
  const jsonLines = were.filter(isObject);
  if (jsonLines.length === 0) return true;
  if (were.length !== are.length) return false;
  return were.every((line, at) => line === are[at] || !isObject(line) || isJson(are[at] ?? ""));
}

const isObject = (line: string): boolean => /^\s*[[{]/.test(line) && isJson(line);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
