import type { Assignment, Reader } from "./assignment.ts";

/** `machine HOST login USER password VALUE`, in any order and over lines. */
export const readNetrc: Reader = (text) => {
  const found: Assignment[] = [];
  let host = "";
  const word = /(machine|login|password|account)[ \t\r\n]+("[^"\n]*"|[^\s]+)/g;
  for (const match of text.matchAll(word)) {
    const value = (match[2] ?? "").replace(/^"|"$/g, "");
    if (match[1] === "machine") host = value;
    if (match[1] !== "password") continue;
    const start = match.index + match[0].length - (match[2] ?? "").length + (match[2]?.startsWith('"') ? 1 : 0);
    found.push({
      key: "password",
      parents: [host],
      value,
      start,
      end: start + value.length,
      quoted: true,
      syntax: "config",
    });
  }
  return found;
};

/** `host:port:database:user:password`, with backslash before a colon that is text. */
export const readPgpass: Reader = (text) => {
  const found: Assignment[] = [];
  for (const match of text.matchAll(
    /^(?!#)((?:\\.|[^\\:\n]){1,255}):(?:(?:\\.|[^\\:\n]){0,255}:){3}((?:\\.|[^\\:\n\r]){1,512})/gm,
  )) {
    const raw = match[2] ?? "";
    const start = match.index + match[0].length - raw.length;
    found.push({
      key: "password",
      parents: [match[1] ?? ""],
      value: raw.replace(/\\(.)/g, "$1"),
      start,
      end: start + raw.length,
      quoted: true,
      syntax: "config",
    });
  }
  return found;
};

/** PgBouncer's `"user" "password"`; `md5…` and `SCRAM-…` are digests. */
export const readUserList: Reader = (text) =>
  [...text.matchAll(/^[ \t]{0,8}"([^"\n]{1,128})"[ \t]{1,8}"((?!md5[0-9a-f]{32}"|SCRAM-)[^"\n]{1,512})"/gm)].map(
    (match) => {
      const value = match[2] ?? "";
      const end = match.index + match[0].length - 1;
      const start = end - value.length;
      return { key: "password", parents: [match[1] ?? ""], value, start, end, quoted: true, syntax: "config" };
    },
  );

/** One URL a line; the credential-URL rule reads them, this gives what that rule leaves: tokens as user names. */
export const readGitCredentials: Reader = (text) => {
  const found: Assignment[] = [];
  for (const match of text.matchAll(/^[a-z]+:\/\/([^:@/\s]{1,255}):?([^@\s]{0,512})@([^\s/]{1,255})/gm)) {
    const value = match[2] === "" ? (match[1] ?? "") : (match[2] ?? "");
    const start = match.index + match[0].length - 1 - (match[3] ?? "").length - value.length;
    found.push({
      key: "password",
      parents: [match[3] ?? ""],
      value,
      start,
      end: start + value.length,
      quoted: true,
      syntax: "config",
    });
  }
  return found;
};
