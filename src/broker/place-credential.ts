import type { Secret } from "../core/secret.ts";
import { serviceById } from "./services.ts";

/** The header that carries a service's credential, as its documentation says; Bearer where nothing is known. */
export function headerOf(service: string): { readonly name: string; readonly prefix: string } {
  const known = serviceById(service);
  return known === undefined
    ? { name: "authorization", prefix: "Bearer " }
    : { name: known.header, prefix: known.prefix };
}

/** The value in its header, for the request that goes out alone. */
export const headerValue = (prefix: string, value: Secret): string => `${prefix}${value.reveal()}`;

/** A stand-in and what it stands for. */
export interface Swap {
  readonly standIn: string;
  readonly value: Secret;
}

/** A text with each stand-in replaced, also inside the base64 of Basic authentication. */
export function swapped(text: string, swaps: readonly Swap[]): string {
  const basic = basicOf(text);
  if (basic !== undefined && swaps.some(({ standIn }) => basic.includes(standIn))) {
    return `Basic ${Buffer.from(swapped(basic, swaps), "utf8").toString("base64")}`;
  }
  return swaps.reduce((left, { standIn, value }) => left.split(standIn).join(value.reveal()), text);
}

/** In a query the value is written as a query's are. */
export function swappedQuery(path: string, swaps: readonly Swap[]): string {
  return swaps.reduce((left, { standIn, value }) => left.split(standIn).join(encodeURIComponent(value.reveal())), path);
}

/** "user:password" of a Basic header; undefined: it is none. */
export function basicOf(text: string): string | undefined {
  const coded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(text)?.[1];
  return coded === undefined ? undefined : Buffer.from(coded, "base64").toString("utf8");
}
