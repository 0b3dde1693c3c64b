import { CompletionItem, CompletionItemKind, type CompletionItemProvider, Range } from "vscode";
import { aboutReference } from "../vaults/about-reference.ts";
import type { ReferenceStates } from "./reference-states.ts";

/** Typed after these, a reference may go on. */
export const referenceTriggers = ["/", "#"] as const;
const begun = /(?:(?:secret)?ref\+[a-z0-9]{1,30}|\b(?:leastkey|op|keeper|pass|sm|command)):\/\/[^\s"'`]*$/;

/** Offers the references that a vault holds, once the beginning says which vault is meant. */
export function referenceCompletion(states: ReferenceStates): CompletionItemProvider {
  return {
    provideCompletionItems: async (document, position) => {
      const typed = begun.exec(document.lineAt(position).text.slice(0, position.character))?.[0];
      if (typed === undefined) return [];
      const { system } = aboutReference(typed);
      const range = new Range(position.line, position.character - typed.length, position.line, position.character);
      return (await states.names(typed)).map((name) => {
        const item = new CompletionItem(name, CompletionItemKind.Reference);
        item.range = range;
        item.filterText = name;
        item.detail = system;
        return item;
      });
    },
  };
}
