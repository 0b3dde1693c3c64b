import type { Command } from "commander";
import type { CliContext } from "./context.ts";

/** Adds one command to the program: its arguments, options, examples and what it does. */
export type AddCommand = (program: Command, context: CliContext) => void;

/** The examples under a command's help, as they would be typed. */
export function examples(...lines: readonly (readonly [command: string, does: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, does]) => `  $ ${command.padEnd(width)}  ${does}`).join("\n")}\n`;
}
