import { decodeBase64Json } from "./base64.ts";

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The header parameters that RFC 7515, 7516, 7518 and 7797 register. */
export const headerNames =
  "alg typ kid enc cty jku jwk x5t x5u x5c zip p2c p2s b64 url crit epk apu apv iv tag key_ops use kty".split(" ");

const isHeader = (header: Readonly<Record<string, unknown>>): boolean =>
  typeof header["alg"] === "string" || Object.keys(header).some((name) => headerNames.includes(name));

/** Header and payload of a signed JWT; undefined when either is not a JSON object or the header holds nothing that one holds. */
export function parseJwt(token: string): Jwt | undefined {
  const [head = "", body = ""] = token.split(".");
  const header = decodeBase64Json(head);
  const payload = decodeBase64Json(body);
  if (header === undefined || payload === undefined || !isHeader(header)) return undefined;
  return { header, payload };
}
