import { Secret } from "../../core/secret.ts";

const iterations = 4096; // PostgreSQL's own
const utf8 = new TextEncoder();

/**
 * What PostgreSQL keeps instead of the word itself, as RFC 5803 writes it: salt, stored key and server key. PostgreSQL
 * 10 and later take it as it is (postgresql.org/docs/15/sql-createrole.html, 2026-11), so nobody who reads the server's
 * log learns the word. For ASCII alone: there SASLprep changes nothing.
 */
export async function scramVerifier(
  password: Secret,
  salt = crypto.getRandomValues(new Uint8Array(16)),
): Promise<Secret> {
  const key = await crypto.subtle.importKey("raw", utf8.encode(password.reveal()), "PBKDF2", false, ["deriveBits"]);
  const method = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const salted = await crypto.subtle.deriveBits(method, key, 256);
  const clientKey = await signed(salted, "Client Key");
  const storedKey = await crypto.subtle.digest("SHA-256", clientKey);
  const serverKey = await signed(salted, "Server Key");
  const parts = [storedKey, serverKey].map((bytes) => base64(new Uint8Array(bytes)));
  return Secret.of(`SCRAM-SHA-256$${String(iterations)}:${base64(salt)}$${parts.join(":")}`);
}

async function signed(key: ArrayBuffer, text: string): Promise<ArrayBuffer> {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", hmac, utf8.encode(text));
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""));
