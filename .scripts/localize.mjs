// Translations. English stands where it is used: in package.json, and in the `l10n.t(...)` of src/editor and src/webview. The German is
// in l10n/, keyed by the English. package.json goes into the package with keys, and package.nls*.json beside it.
//   node .scripts/localize.mjs        says what lacks a translation, or has one that fits no longer; exit code 1 then
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const shown = new Set(["title", "displayName", "description", "markdownDescription", "contents", "altText"]);
const inViews = new Set(["name", "contextualTitle"]);
const lists = new Set(["markdownEnumDescriptions", "enumDescriptions"]);
/** Where package.json holds what users read. `category` is the product's name. */
const roots = ["displayName", "description", "capabilities", "contributes"];

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** Calls `text` with each string that users read, and puts in its place what that answers. */
function translate(value, path, text) {
  if (Array.isArray(value)) return value.map((one) => translate(one, path, text));
  if (typeof value === "string") return isShown(path) ? text(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, translate(one, [...path, key], text)]));
}

function isShown(path) {
  if (path.includes("inputSchema")) return false; // for the model, which is told in English
  const last = path.at(-1);
  return shown.has(last) || lists.has(last) || (inViews.has(last) && path.includes("views"));
}

/** The manifest with keys for texts, and the texts by key in each language. */
export function localizedManifest(manifest, translations) {
  const keys = new Map();
  const keyOf = (text) => {
    if (!keys.has(text)) keys.set(text, `text.${keys.size + 1}`);
    return `%${keys.get(text)}%`;
  };
  const told = { ...manifest };
  for (const root of roots) told[root] = translate(manifest[root], [root], keyOf);
  const texts = (language) =>
    Object.fromEntries([...keys].map(([text, key]) => [key, language === undefined ? text : (language[text] ?? text)]));
  return {
    manifest: told,
    english: texts(),
    translated: Object.fromEntries(Object.entries(translations).map(([name, table]) => [name, texts(table)])),
  };
}

export const germanManifest = () => read("l10n/manifest.de.json");

function manifestTexts() {
  return Object.values(localizedManifest(read("package.json"), {}).english);
}

/** The messages of the editor. What is not a plain string there cannot be looked up, and is told as such. */
function messages() {
  const files = ["src/editor", "src/webview"].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  const sources = files.filter((path) => path.endsWith(".ts")).map((path) => readFileSync(path, "utf8"));
  return sources.flatMap((source) =>
    [...source.matchAll(/\bl10n\.t\(\s*("(?:[^"\\]|\\.)*")?/g)].map(([, literal]) =>
      literal === undefined ? "(a message that is not a plain string)" : JSON.parse(literal),
    ),
  );
}

/** Links and places to be filled must be the same, in whatever order. */
const fixed = (text) => (text.match(/\{\w+\}|\]\([^)]*\)|\$\([\w~-]+\)|`[^`]*`/g) ?? []).sort().join(" ");

function compare(what, texts, table) {
  const known = new Set(texts);
  return [
    ...[...known].filter((text) => !(text in table)).map((text) => `${what} lacks: ${JSON.stringify(text)}`),
    ...Object.keys(table)
      .filter((text) => !known.has(text))
      .map((text) => `${what} translates what is no longer there: ${JSON.stringify(text)}`),
    ...Object.entries(table)
      .filter(([text, other]) => fixed(text) !== fixed(other))
      .map(([text]) => `${what} has other links or places than: ${JSON.stringify(text)}`),
  ];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wrong = [
    ...compare("l10n/manifest.de.json", manifestTexts(), germanManifest()),
    ...compare("l10n/bundle.l10n.de.json", messages(), read("l10n/bundle.l10n.de.json")),
  ];
  for (const line of wrong) console.log(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
