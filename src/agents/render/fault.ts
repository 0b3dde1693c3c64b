import { LeastkeyError } from "../../core/errors.ts";

/** A file that must not be touched, and where in it the reason stands. */
export class FileFault extends Error {
  override readonly name = "FileFault";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** `line:column`, counted from 1. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `${String(line)}:${String(offset - before.lastIndexOf("\n"))}`;
}

/** undefined: the file cannot be read, which is told elsewhere; what cannot be read sets nothing for its agent. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileFault || error instanceof LeastkeyError) return undefined;
    throw error;
  }
}
