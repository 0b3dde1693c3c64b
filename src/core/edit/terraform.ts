import { Secret } from "../secret.ts";
import { inComment, mismatch, unverified } from "./refusals.ts";
import {
  applyEdits,
  probedName,
  type Refusal,
  type Replacement,
  type ReplacementRequest,
  refused,
  type TextEdit,
} from "./replacement.ts";

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** HCL's native syntax as its specification has it (hashicorp/hcl, 2026-11); a template's `${}` may hold strings again. */
const token =
  /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<-?(\w+)\n[\s\S]*?\n[ \t]*\1\b|"(?:[^"\\$]|\\.|\$(?!\{)|\$\{(?:[^{}"]|"[^"]*")*\})*"|[\w-]+|\n|\S/g;
const comment = /^(?:#|\/[/*])/;

/**
 * A variable's default, or its line in a .tfvars file, is taken out: Terraform reads `TF_VAR_name` in its place. A
 * value inside of a resource would need a variable declared somewhere in the module, which one file cannot tell.
 */
export function replaceInTerraform(request: ReplacementRequest): Replacement | Refusal {
  const { path, text, place, value, name } = request;
  const tokens = tokensOf(text);
  const at = tokens.findIndex(({ start, end }) => start <= place.start && end >= place.end);
  const literal = tokens[at];
  if (literal === undefined) return mismatch();
  if (comment.test(literal.text)) return inComment();
  const body = text.slice(literal.start + 1, literal.end - 1);
  if (!literal.text.startsWith('"') || !Secret.of(body).equals(value)) return useVariable;
  const line = assignmentOf(tokens, at);
  if (line === undefined) return useVariable;
  const isValues = path.endsWith(".tfvars");
  const declared = isValues ? undefined : variableAround(tokens, at);
  if (!isValues && (declared === undefined || line.key.text !== "default")) return useVariable;
  if (/(?:^|\/)modules\//.test(path)) {
    return refused("TF_VAR_ variables reach the root module alone", "pass it to this module from the root's variable");
  }
  const variable = `TF_VAR_${declared?.name ?? line.key.text}`;
  if (name !== variable && name !== probedName) {
    return refused(
      `Terraform reads this value from ${variable}, and it is moved as ${name} here`,
      "move this place by itself",
    );
  }
  const edits: readonly TextEdit[] = [
    isValues || declared?.isSensitive === true
      ? { start: line.start, end: line.end, text: "", role: "value" }
      : { start: line.key.start, end: literal.end, text: "sensitive = true", role: "value" },
  ];
  if (!isSame(text, edits)) return unverified("Terraform");
  const stored = { start: literal.start + 1, end: literal.end - 1, value };
  return { kind: "environment-read", edits, stored, variable, verifiedBy: "Terraform token stream" };
}

const useVariable = refused(
  "a value inside of a resource needs a variable, which may be declared in any file of the module",
  'declare variable "NAME" with sensitive = true, use var.NAME here, and set TF_VAR_NAME in .env; the state still holds it',
);

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(token)].map(({ 0: found, index }) => ({ text: found, start: index, end: index + found.length }));

interface Assignment {
  readonly key: Token;
  readonly start: number; // of its line
  readonly end: number; // after its newline
}

/** `key = "value"` alone on its line; undefined: it is something else. */
function assignmentOf(tokens: readonly Token[], at: number): Assignment | undefined {
  const [before, key, equals] = [tokens[at - 3], tokens[at - 2], tokens[at - 1]];
  const after = tokens.slice(at + 1).find(({ text }) => !comment.test(text));
  const isAlone = before === undefined || before.text === "\n" || comment.test(before.text);
  if (key === undefined || equals?.text !== "=" || !isAlone || !/^[A-Za-z_][\w-]*$/.test(key.text)) return undefined;
  if (after !== undefined && after.text !== "\n") return undefined;
  const last = after ?? tokens[at];
  return { key, start: before?.end ?? 0, end: last?.end ?? 0 };
}

/** The `variable "name" { ... }` that a token stands directly in. */
function variableAround(
  tokens: readonly Token[],
  at: number,
): { readonly name: string; readonly isSensitive: boolean } | undefined {
  let depth = 0;
  const open = tokens.slice(0, at).findLastIndex(({ text }) => {
    if (text === "}") depth++;
    return text === "{" && depth-- === 0;
  });
  const name = /^"([A-Za-z_][\w-]*)"$/.exec(tokens[open - 1]?.text ?? "")?.[1];
  if (tokens[open - 2]?.text !== "variable" || name === undefined) return undefined;
  const close = tokens.findIndex(({ text }, index) => index > at && text === "}");
  return { name, isSensitive: tokens.slice(open, close).some(({ text }) => text === "sensitive") };
}

/** All that is not the edit is read as before. */
function isSame(text: string, edits: readonly TextEdit[]): boolean {
  const [edit] = edits;
  if (edit === undefined) return false;
  const after = applyEdits(text, edits);
  const kept = (all: readonly Token[], start: number, end: number): string =>
    JSON.stringify(all.filter((one) => one.end <= start || one.start >= end).map((one) => one.text));
  return (
    kept(tokensOf(text), edit.start, edit.end) === kept(tokensOf(after), edit.start, edit.start + edit.text.length)
  );
}
