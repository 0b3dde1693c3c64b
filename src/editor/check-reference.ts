import { commands } from "vscode";
import type { Parts } from "./parts.ts";
import { parseReferenceArgument } from "./reference-argument.ts";

/** The link in a reference's hover: asks the vault, even one that asks the human back, and shows the hover again. */
export async function checkReference(argument: unknown, { references }: Parts): Promise<void> {
  const reference = parseReferenceArgument(argument);
  if (reference === undefined) return;
  await (await references()).ask(reference, { asked: true });
  await commands.executeCommand("editor.action.showHover");
}
