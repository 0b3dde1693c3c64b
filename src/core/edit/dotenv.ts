/** One assignment of a .env file, with the places of its parts. */
export interface DotenvEntry {
  readonly name: string;
  /** As dotenv, Docker Compose and python-dotenv read it: quotes off, `\n` in double quotes turned. */
  readonly value: string;
  readonly line: number; // offset of the line's first character
  readonly start: number; // of the raw value, quotes included
  readonly end: number; // exclusive
  readonly quote: "" | '"' | "'" | "`";
}

const assignment = /(?:^|\n)[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/g;

/** Reads what the common loaders agree on; anything else in the file is left to them and passed over. */
export function parseDotenv(text: string): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  const pattern = new RegExp(assignment);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = pattern.lastIndex;
    const line = text[match.index] === "\n" ? match.index + 1 : match.index;
    const value = quoted(text, start) ?? bare(text, start);
    entries.push({ name: match[1] ?? "", line, start, ...value });
    pattern.lastIndex = value.end;
  }
  return entries;
}

/** A reference as it stands in .env: dotenv takes `#` outside quotes for a comment, and a space ends a value in a shell. */
export function dotenvText(reference: string, quote: DotenvEntry["quote"]): string {
  return quote === "" && /[#\s&]/.test(reference) ? `"${reference}"` : reference;
}

type Value = Pick<DotenvEntry, "value" | "end" | "quote">;

function quoted(text: string, start: number): Value | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'" && quote !== "`") return undefined;
  let end = start + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" && quote === '"' ? 2 : 1;
  if (end >= text.length) return undefined; // never closed: loaders take the line as it is
  const raw = text.slice(start + 1, end);
  return { value: quote === '"' ? unescaped(raw) : raw, end: end + 1, quote };
}

function bare(text: string, start: number): Value {
  const newline = text.indexOf("\n", start);
  const line = text.slice(start, newline === -1 ? text.length : newline);
  const comment = /(?:^|\s)#/.exec(line);
  const value = (comment === null ? line : line.slice(0, comment.index)).trimEnd();
  return { value, end: start + value.length, quote: "" };
}

function unescaped(raw: string): string {
  return raw.replaceAll(/\\([nrt"\\$])/g, (_, character: string) => {
    switch (character) {
      case "n":
        return "\n";
      case "r":
        return "\r";
      case "t":
        return "\t";
      default:
        return character;
    }
  });
}
