import { Position, SnippetString, type TextDocument, window } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { findingOf, type Locator } from "./locate.ts";

type Comment = readonly [open: string, close: string];

const byLanguage: ReadonlyMap<string, Comment> = new Map([
  ...languages(["//", ""], "javascript typescript javascriptreact typescriptreact java c cpp csharp go rust swift"),
  ...languages(["//", ""], "kotlin scala php dart groovy jsonc json5 less scss objective-c fsharp proto3 prisma"),
  ...languages(["#", ""], "python ruby shellscript yaml dockercompose dockerfile dotenv makefile perl r julia toml"),
  ...languages(["#", ""], "properties powershell elixir terraform hcl graphql nix cmake ignore coffeescript jinja"),
  ...languages(["--", ""], "sql lua haskell"),
  ...languages([";", ""], "ini clojure"),
  ...languages(["<!--", " -->"], "html xml markdown vue svelte handlebars"),
  ...languages(["/*", " */"], "css"),
  ...languages(["REM", ""], "bat"),
]);
/** Files that the editor takes for plain text without an extension for them. */
const byName: readonly (readonly [RegExp, Comment])[] = [
  [/(^|[/.])env(\.|$)/i, ["#", ""]],
  [/\.(ya?ml|toml|conf|cfg|tf|tfvars|properties|sh|npmrc|pypirc)$/i, ["#", ""]],
  [/\.ini$/i, [";", ""]],
];

function languages(comment: Comment, ids: string): readonly (readonly [string, Comment])[] {
  return ids.split(" ").map((id) => [id, comment]);
}

/** How a comment is written in a document; undefined where there is no way. */
export function commentFor({
  languageId,
  path,
}: {
  readonly languageId: string;
  readonly path: string;
}): Comment | undefined {
  return byLanguage.get(languageId) ?? byName.find(([name]) => name.test(path))?.[1];
}

/** Writes `leastkey:allow RULE` above the finding and leaves the cursor where the reason goes. */
export async function ignoreFinding(argument: unknown, locator: Locator): Promise<void> {
  const { document, finding } = await findingOf(argument, locator);
  const comment = commentFor({ languageId: document.languageId, path: document.uri.path });
  if (comment === undefined) throw noComments(document);
  const editor = await window.showTextDocument(document);
  const at = new Position(finding.place.line - 1, 0);
  const indent = /^\s*/.exec(document.lineAt(at).text)?.[0] ?? "";
  const snippet = new SnippetString()
    .appendText(`${indent}${comment[0]} leastkey:allow ${finding.rule} `)
    .appendPlaceholder("why it is harmless")
    .appendText(`${comment[1]}\n`);
  await editor.insertSnippet(snippet, at);
}

function noComments({ languageId }: TextDocument): LeastkeyError {
  return new LeastkeyError(
    "usage",
    `a file of type ${languageId} has no comments to ignore a finding with`,
    "accept it in the baseline instead: leastkey scan --baseline .leastkey/baseline.json",
  );
}
