/** "*.example.com" is every host below example.com, and not example.com itself. Hosts in small letters. */
export function hostFits(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === host;
  return host.length > pattern.length - 1 && host.endsWith(pattern.slice(1));
}

/** "npm test" is that command alone; "npm run *" takes whatever follows; "node scripts/*" one word of that shape. */
export function commandFits(pattern: string, argv: readonly string[]): boolean {
  const words = pattern.trim().split(/\s+/);
  const open = words.at(-1) === "*" && words.length > 1;
  const fixed = open ? words.slice(0, -1) : words;
  if (open ? argv.length < fixed.length : argv.length !== fixed.length) return false;
  return fixed.every((word, at) => nameFits(word, argv[at] ?? ""));
}

/** "*" is any text but a slash; "**" any text. Nothing climbs out of a folder: ".." never fits a "*". */
export function nameFits(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  if (text.split("/").includes("..")) return false;
  const body = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${body}$`, "s").test(text);
}
