import { decodeBase64Text, encodeBase64 } from "./validate/base64.ts";
import { headerNames } from "./validate/jwt.ts";

/** What a signed token's header can begin with. */
const jwtHeads = headerNames.map((name) => encodeBase64(`{"${name}"`).replace(/.={0,2}$/, ""));

/** Beginnings of tokens that are worth a look inside base64; short ones would stand in any picture. */
const prefixes = [
  "ghp_",
  "gho_",
  "ghs_",
  "github_pat_",
  "glpat-",
  "sk_live_",
  "rk_live_",
  "AKIA",
  "ASIA",
  "xoxb-",
  "xoxp-",
  "sk-ant-",
  "sk-proj-",
  "AIzaSy",
  "npm_",
  "dop_v1_",
  "shpat_",
  "dckr_pat_",
  "-----BEGIN ",
  ...jwtHeads,
  "postgres://",
  "postgresql://",
  "mysql://",
  "mongodb://",
  "mongodb+srv://",
  "amqp://",
];

/** The characters of base64 that a text surely gives, when it begins one, two or no bytes into a group of three. */
function aligned(prefix: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = encodeBase64("\0".repeat(offset) + prefix).replace(/={1,2}$/, "");
    const first = [0, 2, 3][offset] ?? 0;
    const bits = (offset + prefix.length) * 8;
    return encoded.slice(first, Math.floor(bits / 6));
  });
}

/** As hexadecimal text of either case. */
function inHex(prefix: string): readonly string[] {
  const digits = Array.from(prefix, (char) => char.charCodeAt(0).toString(16)).join("");
  return [digits, digits.toUpperCase()];
}

export const encodedLiterals: readonly string[] = [
  ...new Set([...prefixes.flatMap(aligned), ...prefixes.filter((prefix) => !jwtHeads.includes(prefix)).flatMap(inHex)]),
].filter((literal) => literal.length >= 4);

const longest = 16_384;
const isBase64 = /[A-Za-z0-9+/_-]/;

export interface Blob {
  readonly start: number;
  readonly end: number;
  /** undefined: it says nothing printable. */
  readonly decoded: string | undefined;
  readonly encoding: "base64" | "hexadecimal";
}

/** Hexadecimal text of whole bytes, after `0x` or not. */
const hexText = /^(?:0x)?((?:[0-9a-f]{2}){12,}|(?:[0-9A-F]{2}){12,})$/;

/** The encoded text around `at`, with what it says. */
export function blobAt(text: string, at: number): Blob {
  let start = at;
  let end = at;
  while (start > 0 && at - start < longest && isBase64.test(text[start - 1] ?? "")) start -= 1;
  while (end < text.length && end - at < longest && isBase64.test(text[end] ?? "")) end += 1;
  while (end < text.length && text[end] === "=") end += 1;
  if (end - start < 24) return { start, end, decoded: undefined, encoding: "base64" };
  const raw = text.slice(start, end);
  const digits = hexText.exec(raw)?.[1];
  if (digits !== undefined) {
    const decoded = digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
    const from = end - digits.length;
    const said = /^[\t\n\r\x20-\x7e]+$/.test(decoded) ? decoded : undefined;
    return { start: from, end, decoded: said, encoding: "hexadecimal" };
  }
  return { start, end, decoded: decodeBase64Text(raw), encoding: "base64" };
}
