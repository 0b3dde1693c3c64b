import { decodeBase64Json } from "./base64.ts";

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Header and payload of a signed JWT; undefined when either is not a JSON object or the header names no algorithm. */
export function parseJwt(token: string): Jwt | undefined {
  const [head = "", body = ""] = token.split(".");
  const header = decodeBase64Json(head);
  const payload = decodeBase64Json(body);
  if (header === undefined || payload === undefined || typeof header["alg"] !== "string") return undefined;
  return { header, payload };
}
