/** core has no DOM and no node types; both give this class, and only this much of it is used. */
declare const TextDecoder: new (label: string) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const utf8 = new TextDecoder("utf-8");
const encoder = new TextEncoder();

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "binary";

const sniffLength = 8192;

/** By byte order mark, else NUL in the first 8 kB means binary, as git has it. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes.subarray(0, sniffLength).includes(0) ? "binary" : "utf-8";
}

/** Invalid sequences become U+FFFD and a byte order mark is dropped, as editors do. */
export function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

export function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string {
  if (!bigEndian) return new TextDecoder("utf-16le").decode(bytes);
  const swapped = new Uint8Array(bytes.length & ~1);
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    swapped[at] = bytes[at + 1] ?? 0;
    swapped[at + 1] = bytes[at] ?? 0;
  }
  return new TextDecoder("utf-16le").decode(swapped);
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Turns ascending byte offsets into offsets of the decoded text; each call goes on where the last one stopped. */
export function offsetMapper(bytes: Uint8Array, text: string): (byteOffset: number) => number {
  if (bytes.length === text.length) return (offset) => offset;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let units = 0;
  const words = bytes.byteOffset % 4 === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : none;
  const step = (): void => {
    const byte = bytes[at] ?? 0;
    // The text is valid: every byte but a continuation begins a character, and those of four bytes are two units.
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    at += 1;
  };
  return (offset) => {
    while (at < offset && at % 4 !== 0) step();
    while (at + 4 <= offset) {
      const word = words[at >> 2] ?? highBits;
      if ((word & highBits) === 0) {
        units += 4;
        at += 4;
      } else {
        step();
        step();
        step();
        step();
      }
    }
    while (at < offset) step();
    return units;
  };
}

const none = new Int32Array(0);
/** 0x80808080 as the signed number that V8 keeps in a register. */
const highBits = 0x80808080 | 0;
