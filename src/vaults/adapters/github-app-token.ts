import { Secret } from "../../core/secret.ts";
import { notLoggedIn } from "../failure.ts";

interface AppLogin {
  readonly id: string;
  /** PEM, as GitHub gives it (PKCS #1) or in PKCS #8. */
  readonly key: Secret;
  readonly title: string;
  readonly now: number; // milliseconds
}

/** A JWT by which an app proves itself, as docs.github.com says (2026-11): RS256, a minute in the past because clocks differ. */
export async function appToken({ id, key, title, now }: AppLogin): Promise<Secret> {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - 60, exp: seconds + 540, iss: id };
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  const method = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const signer = await crypto.subtle.importKey("pkcs8", keyBytes(key), method, false, ["sign"]);
    const signature = await crypto.subtle.sign(method.name, signer, new TextEncoder().encode(text));
    return Secret.of(`${text}.${urlSafe(new Uint8Array(signature))}`);
  } catch {
    // without the cause: it may quote the key
    throw notLoggedIn(title, "its private-key is no RSA key in PEM: store the file that GitHub gave");
  }
}

const part = (content: unknown): string => urlSafe(new TextEncoder().encode(JSON.stringify(content)));

function urlSafe(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The algorithm "rsaEncryption" of RFC 8017, as DER. */
const rsa = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/** WebCrypto reads PKCS #8 alone; GitHub's PKCS #1 is what stands in its last field. */
function keyBytes(key: Secret): Uint8Array<ArrayBuffer> {
  const [, kind, body = ""] =
    /-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\s\\n]+)-----END/.exec(key.reveal()) ?? [];
  const bytes = Uint8Array.from(atob(body.replaceAll(/\\n|\s/g, "")), (letter) => letter.codePointAt(0) ?? 0);
  if (kind === undefined) return bytes;
  return field(0x30, [0x02, 0x01, 0x00, ...rsa, ...field(0x04, [...bytes])]);
}

/** DER: a tag, the length, what it holds. */
function field(tag: number, content: readonly number[]): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}
