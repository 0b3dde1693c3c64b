import type { Assignment, Reader } from "./assignment.ts";

const line =
  /^[ \t]*(?:(?:export|set|setenv)[ \t]+)?("?[A-Za-z_/:@$][^\n\r=:#;"']{0,160}?"?|\/\/[^\s=]{1,160})[ \t]{0,80}(?::=|[=:])[ \t]{0,80}([^\n\r]*)$/;
const section = /^[ \t]*\[([^\]\n]{1,160})\]/;

/** INI, properties, .npmrc, .pypirc, HCL variables: `key = value` or `key: value`, `[section]` as parent. */
export const readIni: Reader = (text) => {
  const found: Assignment[] = [];
  let parents: readonly string[] = [];
  let offset = 0;
  for (const content of text.split("\n")) {
    const start = offset;
    offset += content.length + 1;
    if (content.length > 4096 || /^[ \t]*[#;]/.test(content)) continue;
    const head = section.exec(content);
    if (head !== null) {
      parents = (head[1] ?? "").split(/[."]+/).filter((part) => part !== "");
      continue;
    }
    const assignment = assignmentOf(content.replace(/\r$/, ""), start, parents);
    if (assignment !== undefined) found.push(assignment);
  }
  return found;
};

function assignmentOf(content: string, offset: number, parents: readonly string[]): Assignment | undefined {
  const npm = /^[ \t]*(\/\/[^\s=]{1,160}?):(_\w+|username|email)[ \t]{0,80}=[ \t]{0,80}(.*)$/.exec(content);
  const match = line.exec(content);
  const key = npm?.[2] ?? match?.[1]?.replaceAll('"', "").trim();
  const raw = npm?.[3] ?? match?.[2];
  if (key === undefined || raw === undefined || raw === "") return undefined;
  const at = offset + content.length - raw.length;
  const quote = /^["'`]/.exec(raw)?.[0];
  const close = quote === undefined ? -1 : raw.indexOf(quote, 1);
  const base = { key, parents: npm?.[1] === undefined ? parents : [npm[1]], syntax: "config" as const };
  if (close > 0) return { ...base, value: raw.slice(1, close), start: at + 1, end: at + close, quoted: true };
  const value = raw.replace(/[ \t][;#].*$/, "").trimEnd();
  return value === "" ? undefined : { ...base, value, start: at, end: at + value.length, quoted: false };
}
