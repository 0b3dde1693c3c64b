import type { LeastkeyError } from "../core/errors.ts";

/** A stream that a terminal or a pipe stands behind. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";
const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32, cyan: 36 };

/**
 * The only writer. Results go to stdout, talk to stderr: what happened, then what to do, lower case, no full stop.
 * Colour and progress only on a terminal; NO_COLOR and CI are honoured.
 */
export interface Output {
  /** A result, one or more lines; ends with a newline. */
  result(text: string): void;
  /** A result for programs. */
  json(value: unknown): void;
  /** Raw result bytes, as `leastkey read` gives them; nothing is added. */
  raw(text: string): void;
  talk(text: string): void;
  hint(text: string): void;
  error(error: LeastkeyError): void;
  /** Shown in place on a terminal, as lines where LEASTKEY_PROGRESS asks for them, else not at all; undefined clears it. */
  progress(text: string | undefined): void;
  /** Styled for stdout. */
  style(style: Style, text: string): string;
  /** True when the answer goes to a person. */
  readonly isTerminal: boolean;
}

export function createOutput(stdout: Sink, stderr: Sink, env: Readonly<Record<string, string | undefined>>): Output {
  const mayColour = (sink: Sink): boolean => sink.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const paint = (sink: Sink, style: Style, text: string): string =>
    mayColour(sink) ? `\u001b[${String(codes[style])}m${text}\u001b[0m` : text;
  const mayProgress = stderr.isTTY === true && !env["CI"];
  const asLines = env["LEASTKEY_PROGRESS"] === "lines";
  let last: string | undefined;
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  const line = (sink: Sink, text: string): void => {
    clear();
    sink.write(`${text}\n`);
  };
  return {
    result: (text) => line(stdout, text),
    json: (value) => line(stdout, JSON.stringify(value, undefined, 2)),
    raw: (text) => {
      clear();
      stdout.write(text);
    },
    talk: (text) => line(stderr, `leastkey: ${text}`),
    hint: (text) => line(stderr, `leastkey: ${paint(stderr, "cyan", "hint:")} ${text}`),
    error: (error) => {
      line(stderr, `leastkey: ${paint(stderr, "red", "error:")} ${error.message}`);
      line(stderr, `leastkey: ${paint(stderr, "cyan", "hint:")} ${error.hint}`);
    },
    progress: (text) => {
      if (asLines && text !== undefined && text !== last) stderr.write(`leastkey: progress: ${text}\n`);
      last = text;
      if (!mayProgress || asLines) return;
      clear();
      if (text === undefined) return;
      stderr.write(`\r\u001b[K${paint(stderr, "dim", text)}`);
      shown = true;
    },
    style: (style, text) => paint(stdout, style, text),
    isTerminal: stdout.isTTY === true,
  };
}
