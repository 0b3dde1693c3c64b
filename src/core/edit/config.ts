import { type ParseError, parse as parseJson } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import { parseAllDocuments } from "yaml";
import { Secret } from "../secret.ts";
import { type Consumer, consumers } from "./consumers.ts";
import { mismatch, unverified } from "./refusals.ts";
import {
  applyEdits,
  type Refusal,
  type Replacement,
  type ReplacementRequest,
  refused,
  type TextEdit,
} from "./replacement.ts";

/** undefined: no known reader of this file expands variables. */
export function consumerOf(path: string): Consumer | undefined {
  return consumers.find(({ files }) => files.test(path));
}

/** The variable as this file's reader wants it, where the value stood; quoted where the format needs that. */
export function replaceInConfig(request: ReplacementRequest, consumer: Consumer): Replacement | Refusal {
  const { text, place, value, name } = request;
  const { start, end } = place;
  if (!Secret.of(text.slice(start, end)).equals(value)) return mismatch();
  const written = consumer.write(name);
  const before = dataOf(consumer, text);
  if (before === undefined) return refused(`the file is no sound ${consumer.format.toUpperCase()}`, "repair it first");
  for (const form of [written, `"${written}"`]) {
    const edits: readonly TextEdit[] = [{ start, end, text: form, role: "value" }];
    const after = dataOf(consumer, applyEdits(text, edits));
    const change = after === undefined ? undefined : onlyChange(before, after);
    if (change === undefined || !isExpected(change, value, written)) continue;
    const refusal = refusedKey(consumer, change.path);
    if (refusal !== undefined) return refusal;
    return {
      kind: consumer.kind,
      edits,
      stored: { start, end, value },
      verifiedBy: consumer.format === "lines" ? `${consumer.title} line` : `${consumer.format.toUpperCase()} data`,
    };
  }
  return unverified(consumer.format.toUpperCase());
}

function refusedKey({ notUnder }: Consumer, path: readonly string[]): Refusal | undefined {
  return notUnder !== undefined && path.some((key) => notUnder.key.test(key))
    ? refused(notUnder.reason, notUnder.hint)
    : undefined;
}

/** The file's data, for comparison only; undefined when it does not parse. */
function dataOf({ format }: Consumer, text: string): unknown {
  try {
    switch (format) {
      case "yaml": {
        const documents = parseAllDocuments(text);
        if (documents.some(({ errors }) => errors.length > 0)) return undefined;
        return documents.map((document) => document.toJS() as unknown);
      }
      case "json": {
        const errors: ParseError[] = [];
        const data: unknown = parseJson(text, errors, { allowTrailingComma: true });
        return errors.length > 0 ? undefined : data;
      }
      case "toml":
        return parseToml(text);
      case "lines":
        return text.split("\n");
    }
  } catch {
    return undefined; // does not parse: the caller refuses
  }
}

interface Change {
  readonly path: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** The one string that differs; undefined when more differs, or something that is no string. */
function onlyChange(before: unknown, after: unknown): Change | undefined {
  const changes = changesIn(before, after, []);
  const [first] = changes;
  return changes.length === 1 && first !== undefined && first !== "shape" ? first : undefined;
}

function changesIn(before: unknown, after: unknown, path: readonly string[]): readonly (Change | "shape")[] {
  if (Object.is(before, after)) return [];
  if (typeof after === "string" && (typeof before === "string" || typeof before === "number")) {
    return [{ path, before: String(before), after }]; // YAML takes a token of digits for a number
  }
  if (!isContainer(before) || !isContainer(after)) return ["shape"];
  const keys = Object.keys(before);
  const others = Object.keys(after);
  if (keys.length !== others.length || keys.some((key, index) => key !== others[index])) return ["shape"];
  return keys.flatMap((key) => changesIn(before[key], after[key], [...path, key]));
}

function isContainer(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null;
}

function isExpected({ before, after }: Change, value: Secret, written: string): boolean {
  const at = after.indexOf(written);
  if (at === -1) return false;
  const end = before.length - (after.length - at - written.length);
  return Secret.of(before.slice(at, end)).equals(value) && before.slice(0, at) === after.slice(0, at);
}
