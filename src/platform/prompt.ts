import { closeSync, openSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { isatty, ReadStream } from "node:tty";
import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  write(text: string): void;
  close(): void;
}

/**
 * Asks on the terminal without showing what is typed. The terminal itself is opened where standard input is a pipe,
 * so that `producer | leastkey run -- consumer` can ask. Throws `vault.locked` where there is no terminal at all.
 */
export async function askHidden(question: string, terminal: Terminal | undefined = openTerminal()): Promise<Secret> {
  if (terminal === undefined) {
    throw new LeastkeyError(
      "vault.locked",
      "the vault needs its passphrase and there is no terminal to ask on",
      "run this in a terminal, or set LEASTKEY_PASSPHRASE for this one command",
    );
  }
  terminal.write(question);
  try {
    return await readHidden(terminal.input);
  } finally {
    terminal.write("\n");
    terminal.close();
  }
}

/** A new passphrase, twice. */
export async function askNewPassphrase(what: string): Promise<Secret> {
  const first = await askHidden(`new passphrase for ${what}: `);
  const second = await askHidden("the same again: ");
  if (!first.equals(second)) {
    throw new LeastkeyError("vault.passphrase", "the two passphrases differ", "run the command again");
  }
  return first;
}

function openTerminal(): Terminal | undefined {
  if (process.stdin.isTTY) {
    return { input: process.stdin, write: (text) => process.stderr.write(text), close: () => process.stdin.pause() };
  }
  if (process.platform === "win32") return undefined;
  try {
    const handle = openSync("/dev/tty", "r+");
    if (!isatty(handle)) {
      closeSync(handle);
      return undefined;
    }
    const input = new ReadStream(handle);
    return { input, write: (text) => process.stderr.write(text), close: () => input.destroy() };
  } catch {
    return undefined; // no controlling terminal
  }
}

function readHidden(input: NodeJS.ReadStream): Promise<Secret> {
  const decoder = new StringDecoder("utf8");
  let typed = "";
  input.setRawMode(true);
  return new Promise<Secret>((resolve, reject) => {
    const done = (settle: () => void): void => {
      input.off("data", onData);
      input.off("end", onEnd);
      input.setRawMode(false);
      settle();
    };
    const onEnd = (): void => {
      done(() => {
        reject(cancelled());
      });
    };
    const onData = (chunk: Buffer): void => {
      for (const character of decoder.write(chunk)) {
        if (character === "\r" || character === "\n") {
          done(() => {
            resolve(Secret.of(typed));
          });
          return;
        }
        if (character === "\u0003" || character === "\u0004") {
          onEnd();
          return;
        }
        typed = edited(typed, character);
      }
    };
    input.on("data", onData);
    input.on("end", onEnd);
    input.resume();
  });
}

/** Backspace takes one character away, Ctrl-U the line; other control characters are not part of a passphrase. */
function edited(typed: string, character: string): string {
  if (character === "\u007f" || character === "\b") return Array.from(typed).slice(0, -1).join("");
  if (character === "\u0015") return "";
  return character < " " ? typed : typed + character;
}

function cancelled(): LeastkeyError {
  return new LeastkeyError("cancelled", "no passphrase was given", "nothing was changed");
}
