/** A value with the name that it stands under, wherever that was read from. */
export interface Assignment {
  readonly key: string;
  readonly parents: readonly string[];
  /** Decoded: escapes resolved. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** `flag`, `header`: named by their syntax, so a bare value is enough. `code`: read from a program's text. `argument`: the string after the key, which may be anything.
   * `embedded`: found inside a longer string value. */
  readonly syntax: "config" | "code" | "argument" | "embedded" | "flag" | "header" | "sql" | "markup";
}

/** Everything a format says about keys and values, in order of the text. May throw on text that is not that format. */
export type Reader = (text: string) => readonly Assignment[];
