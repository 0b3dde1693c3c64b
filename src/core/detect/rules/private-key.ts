import type { Provider, Span, Told } from "../rule.ts";
import { decodeBase64 } from "../validate/base64.ts";

const head = /-----BEGIN ((?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?)-----/y;
const longest = 16_384;

function find(text: string, at: number): Span | undefined {
  head.lastIndex = at;
  const match = head.exec(text);
  if (match === null) return undefined;
  const foot = `-----END ${match[1] ?? ""}-----`;
  const end = text.indexOf(foot, at);
  if (end < 0 || end - at > longest) return undefined;
  const raw = text.slice(at, end + foot.length);
  if (bodyOf(raw).length < 48 || /[(){};$]/.test(raw)) return undefined; // a program that puts one together
  return { start: at, end: end + foot.length, value: raw.replaceAll("\\r", "").replaceAll("\\n", "\n") };
}

/** The base64 lines: without headers such as Proc-Type, escapes, quotes, comment marks and concatenation. */
function bodyOf(pem: string): string {
  return pem
    .replace(/-----(?:BEGIN|END)[^-]*-----/g, "")
    .replace(/\\[rnt]/g, "\n")
    .replace(/^[A-Za-z-]+:.*$/gm, "")
    .replace(/^=\w{4}$/gm, "")
    .replace(/[^A-Za-z0-9+/=]/g, "");
}

function inspect(value: string): Told | undefined {
  const body = bodyOf(value);
  if (/^([^=])\1+={0,2}$/.test(body) || /x{12,}/i.test(body)) return undefined;
  const bytes = decodeBase64(body);
  const label = /BEGIN ((?:[A-Z0-9]+ )*)PRIVATE/.exec(value)?.[1]?.trim() ?? "";
  if (label === "TSS2")
    return { kind: "TPM key", tier: "weak", reasons: ["only the TPM that made the key can use it"] };
  const encrypted = label === "ENCRYPTED" || /Proc-Type: 4,ENCRYPTED/.test(value);
  const reasons = [encrypted ? "the key is encrypted with a passphrase" : "the key is not encrypted"];
  const kind = label === "" || label === "ENCRYPTED" ? "private key" : `${label} private key`;
  if (bytes === undefined) return { kind, reasons };
  const asn1 = bytes[0] === 0x30;
  const openssh = String.fromCharCode(...bytes.subarray(0, 14)) === "openssh-key-v1";
  if (openssh) {
    const cipher = String.fromCharCode(...bytes.subarray(19, 23));
    return {
      tier: "verified",
      kind: "OpenSSH private key",
      reasons: [cipher === "none" ? "the key is not encrypted" : "the key is encrypted with a passphrase"],
    };
  }
  return asn1 && !encrypted && asn1Fits(bytes) ? { tier: "verified", kind, reasons } : { kind, reasons };
}

/** The outer SEQUENCE says as many bytes as there are. */
function asn1Fits(bytes: Uint8Array): boolean {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return first + 2 === bytes.length;
  const size = first & 0x7f;
  let length = 0;
  for (let at = 0; at < size; at += 1) length = length * 256 + (bytes[2 + at] ?? 0);
  return length + 2 + size === bytes.length;
}

export const privateKey: Provider = {
  id: "private-key",
  title: "Private key",
  docs: { url: "https://www.rfc-editor.org/rfc/rfc7468", checked: "2026-11-24" },
  rules: [
    {
      id: "private-key",
      kind: "private key",
      expiry: { kind: "never" },
      match: { by: "code", anchors: ["-----begin "], find },
      inspect,
      samples: (random) =>
        ["RSA ", "EC ", "", "OPENSSH ", "PGP "].map((label) => {
          const block = label === "PGP " ? " BLOCK" : "";
          const lines = Array.from({ length: 6 }, () =>
            random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 64),
          );
          const dashes = "-".repeat(5);
          return `${dashes}BEGIN ${label}PRIVATE KEY${block}${dashes}\n${lines.join("\n")}\n${dashes}END ${label}PRIVATE KEY${block}${dashes}`;
        }),
      counterSamples: (random) => {
        const dashes = "-".repeat(5);
        return [
          `${dashes}BEGIN PUBLIC KEY${dashes}\n${random.chars("ABCDEFab0123", 64)}\n${dashes}END PUBLIC KEY${dashes}`,
          `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n...\n${dashes}END RSA PRIVATE KEY${dashes}`,
        ];
      },
    },
  ],
};
