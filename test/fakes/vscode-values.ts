import { posix } from "node:path";

/** The value types of the "vscode" fake: as small as what src/editor asks of them. */

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;

  private constructor(scheme: string, path: string, query = "") {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
  }

  static file(path: string): Uri {
    return new Uri("file", path.replaceAll("\\", "/"));
  }

  static parse(text: string, strict?: boolean): Uri {
    const match = /^([a-z][a-z0-9+.-]*):(?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?$/i.exec(text);
    if (match === null) {
      if (strict === true) throw new Error("[UriError]: Scheme is missing");
      return new Uri("file", text);
    }
    return new Uri(match[1] ?? "", decodeURIComponent(match[2] ?? ""), decodeURIComponent(match[3] ?? ""));
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    return new Uri(base.scheme, posix.join(base.path, ...parts), base.query);
  }

  get fsPath(): string {
    return this.path;
  }

  with(change: { readonly scheme?: string; readonly path?: string; readonly query?: string }): Uri {
    return new Uri(change.scheme ?? this.scheme, change.path ?? this.path, change.query ?? this.query);
  }

  toString(): string {
    const query = this.query === "" ? "" : `?${encodeURIComponent(this.query)}`;
    return `${this.scheme}://${encodeURI(this.path)}${query}`;
  }
}

export class RelativePattern {
  readonly base: unknown;
  readonly pattern: string;

  constructor(base: unknown, pattern: string) {
    this.base = base;
    this.pattern = pattern;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    if (line < 0 || character < 0) throw new Error("illegal argument: a position is not negative");
    this.line = line;
    this.character = character;
  }

  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }

  isBefore(other: Position): boolean {
    return this.compareTo(other) < 0;
  }

  isBeforeOrEqual(other: Position): boolean {
    return this.compareTo(other) <= 0;
  }

  isAfterOrEqual(other: Position): boolean {
    return this.compareTo(other) >= 0;
  }

  isAfter(other: Position): boolean {
    return this.line > other.line || (this.line === other.line && this.character > other.character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    const first = typeof start === "number" ? new Position(start, typeof end === "number" ? end : 0) : start;
    const last = typeof end === "number" ? new Position(endLine ?? 0, endCharacter ?? 0) : end;
    this.start = first.isAfter(last) ? last : first;
    this.end = first.isAfter(last) ? first : last;
  }

  /** Touching counts, as in the editor. */
  intersection(other: Range): Range | undefined {
    const start = this.start.isAfter(other.start) ? this.start : other.start;
    const end = this.end.isAfter(other.end) ? other.end : this.end;
    return start.isAfter(end) ? undefined : new Range(start, end);
  }
}

export class Selection extends Range {}

export class MarkdownString {
  isTrusted: boolean | { readonly enabledCommands: readonly string[] } | undefined;
  value: string;
  readonly supportThemeIcons: boolean;

  constructor(value = "", supportThemeIcons = false) {
    this.value = value;
    this.supportThemeIcons = supportThemeIcons;
  }
}

export class SnippetString {
  value = "";

  appendText(text: string): this {
    this.value += text.replaceAll(/[$}\\]/g, "\\$&");
    return this;
  }

  appendPlaceholder(text: string): this {
    this.value += `\${1:${text}}`;
    return this;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon extends ThemeColor {
  static readonly File = new ThemeIcon("file");
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    super(id);
    this.color = color;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class CodeLens {
  readonly range: Range;
  readonly command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };

  constructor(range: Range, command: CodeLens["command"]) {
    this.range = range;
    this.command = command;
  }
}

export class TreeItem {
  id: string | undefined;
  description: string | undefined;
  tooltip: string | undefined;
  contextValue: string | undefined;
  resourceUri: Uri | undefined;
  command: { readonly command: string; readonly arguments?: readonly unknown[] } | undefined;
  iconPath: ThemeIcon | undefined;
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class FileDecoration {
  propagate: boolean | undefined;
  readonly badge: string | undefined;
  readonly tooltip: string | undefined;
  readonly color: ThemeColor | undefined;

  constructor(badge?: string, tooltip?: string, color?: ThemeColor) {
    // The editor drops a decoration whose badge is longer, with an error in its log.
    if (badge !== undefined && Array.from(badge).length > 2) throw new Error("a badge has two characters at most");
    this.badge = badge;
    this.tooltip = tooltip;
    this.color = color;
  }
}

export class Hover {
  readonly contents: readonly MarkdownString[];
  readonly range: Range | undefined;

  constructor(contents: readonly MarkdownString[], range?: Range) {
    this.contents = contents;
    this.range = range;
  }
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;
export const StatusBarAlignment = { Left: 1, Right: 2 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;

export const TerminalShellExecutionCommandLineConfidence = { Low: 0, Medium: 1, High: 2 } as const;

export class Diagnostic {
  source: string | undefined;
  code: string | number | undefined;
  readonly range: Range;
  readonly message: string;
  readonly severity: number;

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export class CodeActionKind {
  static readonly QuickFix = new CodeActionKind("quickfix");
  static readonly RefactorExtract = new CodeActionKind("refactor.extract");
  readonly value: string;

  private constructor(value: string) {
    this.value = value;
  }

  append(part: string): CodeActionKind {
    return new CodeActionKind(`${this.value}.${part}`);
  }

  contains(other: CodeActionKind): boolean {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}

export class CodeAction {
  command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] } | undefined;
  isPreferred: boolean | undefined;
  diagnostics: readonly Diagnostic[] | undefined;
  readonly title: string;
  readonly kind: CodeActionKind | undefined;

  constructor(title: string, kind?: CodeActionKind) {
    this.title = title;
    this.kind = kind;
  }
}

export class WorkspaceEdit {
  readonly steps: (
    | { readonly kind: "create"; readonly uri: Uri; readonly contents: Uint8Array }
    | { readonly kind: "delete"; readonly uri: Uri }
    | { readonly kind: "replace"; readonly uri: Uri; readonly range: Range; readonly text: string }
  )[] = [];

  createFile(uri: Uri, options: { readonly contents: Uint8Array }): void {
    this.steps.push({ kind: "create", uri, contents: options.contents });
  }

  deleteFile(uri: Uri): void {
    this.steps.push({ kind: "delete", uri });
  }

  replace(uri: Uri, range: Range, text: string): void {
    this.steps.push({ kind: "replace", uri, range, text });
  }
}

export const CompletionItemKind = { Property: 9, Snippet: 14, Reference: 17 } as const;

export class CompletionItem {
  range: unknown;
  filterText: string | undefined;
  detail: string | undefined;
  readonly label: string;
  readonly kind: number;

  constructor(label: string, kind: number) {
    this.label = label;
    this.kind = kind;
  }
}

export const UIKind = { Desktop: 1, Web: 2 } as const;

/** As the editor does without a translation: the message with its places filled. */
export const l10n = {
  t: (message: string, ...values: readonly (string | number | boolean)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (whole, at: string) => String(values[Number(at)] ?? whole)),
};

export class LanguageModelTextPart {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelToolResult {
  readonly content: readonly unknown[];
  constructor(content: readonly unknown[]) {
    this.content = content;
  }
}

export class McpStdioServerDefinition {
  readonly label: string;
  readonly command: string;
  constructor(label: string, command: string) {
    this.label = label;
    this.command = command;
  }
}
