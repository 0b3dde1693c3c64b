/**
 * A credential value. It has no way to print itself: string conversion, JSON, template literals and node's
 * inspector all give `[secret]`. Call `reveal()` only where the value leaves for its one reader; the files that
 * may are listed in test/boundary/reveal.test.ts.
 */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  static of(value: string): Secret {
    return new Secret(value);
  }

  /** The value itself. Every caller is listed in test/boundary/reveal.test.ts. */
  reveal(): string {
    return this.#value;
  }

  /** Length in UTF-16 code units; shown nowhere, used by size limits. */
  get length(): number {
    return this.#value.length;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.toPrimitive](): string {
    return "[secret]";
  }

  /** node's util.inspect and console look for this well-known symbol. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
