import { commands, Selection, window } from "vscode";
import { findingOf, type Locator } from "./locate.ts";
import { rangeOf } from "./ranges.ts";

/** Goes to the finding and opens its card, as the mouse would. */
export async function explainFinding(argument: unknown, locator: Locator): Promise<void> {
  const { document, finding } = await findingOf(argument, locator);
  const editor = await window.showTextDocument(document);
  const { start } = rangeOf(finding.place);
  editor.selection = new Selection(start, start);
  editor.revealRange(rangeOf(finding.place));
  await commands.executeCommand("editor.action.showHover");
}
