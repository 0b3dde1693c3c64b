import {
  type CompletionItem,
  CompletionItemKind,
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  type Disposable,
  languages,
  Position,
  Range,
  SnippetString,
  type TextDocument,
  workspace,
} from "vscode";
import { productName } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Parts } from "./parts.ts";

const selector = { pattern: "**/.leastkey/boundaries.yaml" };
const isTeamFile = ({ uri }: TextDocument): boolean => uri.path.endsWith("/.leastkey/boundaries.yaml");

/** Completion and faults in the team's own boundary tests, with nothing else installed. */
export function teamFileHelp({ log }: Pick<Parts, "log">): Disposable {
  const own = new Disposables();
  const faults = own.add(languages.createDiagnosticCollection("leastkey boundaries"));
  const look = (document: TextDocument): void => {
    if (isTeamFile(document)) inBackground(check(document, faults), "check of the boundary tests", log);
  };
  own.add(workspace.onDidOpenTextDocument(look));
  own.add(workspace.onDidChangeTextDocument(({ document }) => look(document)));
  own.add(workspace.onDidCloseTextDocument((document) => faults.delete(document.uri)));
  for (const document of workspace.textDocuments) look(document);
  const provideCompletionItems = (document: TextDocument, at: Position): Promise<readonly CompletionItem[]> =>
    completions(document.lineAt(at).text.slice(0, at.character));
  const provider = {
    provideCompletionItems: async (document: TextDocument, at: Position) => [
      ...(await provideCompletionItems(document, at)),
    ],
  };
  own.add(languages.registerCompletionItemProvider(selector, provider, "{", "[", ":", " "));
  return own;
}

async function completions(before: string): Promise<readonly CompletionItem[]> {
  const { teamWordsAt } = await import("./team-words.ts");
  return teamWordsAt(before).map(({ label, snippet, detail }, at) => ({
    label,
    detail,
    insertText: new SnippetString(snippet),
    kind: snippet.includes("\n") ? CompletionItemKind.Snippet : CompletionItemKind.Property,
    sortText: String(at).padStart(3, "0"),
  }));
}

async function check(document: TextDocument, faults: DiagnosticCollection): Promise<void> {
  const { parseTeamFile } = await import("../guard/boundary/team-file.ts");
  try {
    parseTeamFile(document.getText());
    faults.set(document.uri, []);
  } catch (error) {
    if (!(error instanceof LeastkeyError)) throw error;
    faults.set(document.uri, [faultOf(error, document)]);
  }
}

/** The message says file and line before what is wrong. */
function faultOf({ message }: LeastkeyError, document: TextDocument): Diagnostic {
  const [, line = "1", what = message] = /:(\d+): ([^]*)$/.exec(message) ?? [];
  const { text } = document.lineAt(new Position(Math.min(Number(line), document.lineCount) - 1, 0));
  const row = Math.min(Number(line), document.lineCount) - 1;
  const fault = new Diagnostic(new Range(row, text.search(/\S|$/), row, text.length), what, DiagnosticSeverity.Error);
  fault.source = productName;
  return fault;
}
