import { isMap, isScalar, isSeq, type Node, type ParsedNode, parseAllDocuments, type Scalar } from "yaml";
import { decodeBase64Text } from "../validate/base64.ts";
import type { Assignment, Reader } from "./assignment.ts";

const deepest = 64;

interface Walk {
  readonly text: string;
  readonly found: Assignment[];
  /** Kubernetes `kind: Secret`: what stands under `data` is base64. */
  secretData: boolean;
}

/** YAML, of any number of documents: every scalar with its path of keys, and `- name: X` / `value: y` siblings. */
export const readYaml: Reader = (text) => {
  const found: Assignment[] = [];
  for (const document of parseAllDocuments(text, { logLevel: "silent", merge: false, uniqueKeys: false })) {
    if (!("contents" in document) || document.contents === null) continue;
    const root: ParsedNode = document.contents;
    const secretData = isMap(root) && document.get("kind") === "Secret";
    walk(root, [], { text, found, secretData });
  }
  return found;
};

const keyText = (node: unknown): string => (isScalar(node) ? String(node.value) : "");

function walk(node: Node | null | undefined, path: readonly string[], into: Walk): void {
  if (path.length > deepest || node === null || node === undefined) return;
  if (isSeq(node)) {
    for (const item of node.items) {
      const environment = isScalar(item) ? environmentLine(item, path, into.text) : undefined;
      if (environment !== undefined) into.found.push(environment);
      else walk(nodeOf(item), path, into);
    }
    return;
  }
  if (isMap(node)) {
    const label = node.get("name") ?? node.get("key");
    for (const { key, value } of node.items) {
      const name = keyText(key);
      const shown = name === "value" && typeof label === "string" ? label : name;
      walk(nodeOf(value), [...path, shown], into);
    }
    return;
  }
  if (isScalar(node)) addScalar(node, path, into);
}

const nodeOf = (value: unknown): Node | undefined =>
  isMap(value) || isSeq(value) || isScalar(value) ? value : undefined;

function rangeOf(node: Scalar): { start: number; end: number; quoted: boolean } | undefined {
  const range = node.range;
  if (range === undefined || range === null) return undefined;
  const quoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
  return { start: range[0] + (quoted ? 1 : 0), end: range[1] - (quoted ? 1 : 0), quoted };
}

function addScalar(node: Scalar, path: readonly string[], { text, found, secretData }: Walk): void {
  const place = rangeOf(node);
  if (place === undefined || typeof node.value !== "string") {
    if (place === undefined || typeof node.value !== "number") return;
  }
  const value = typeof node.value === "string" ? node.value : text.slice(place.start, place.end);
  const key = path.at(-1) ?? "";
  const base = { key, parents: path.slice(0, -1), ...place, syntax: "config" as const };
  const decoded = secretData && path.includes("data") ? decodeBase64Text(value.trim()) : undefined;
  found.push({ ...base, value: decoded?.trim() ?? value });
}

/** Compose's `environment:` list: `- KEY=value`. */
function environmentLine(node: Scalar, path: readonly string[], text: string): Assignment | undefined {
  const place = rangeOf(node);
  if (place === undefined || typeof node.value !== "string") return undefined;
  const raw = text.slice(place.start, place.end);
  const match = /^([A-Za-z_][\w.]{0,127})=([^\n]+)$/.exec(raw);
  if (match === null) return undefined;
  const value = match[2] ?? "";
  return {
    key: match[1] ?? "",
    parents: path,
    value,
    start: place.end - value.length,
    end: place.end,
    quoted: place.quoted,
    syntax: "config",
  };
}
