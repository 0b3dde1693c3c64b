// 100 kB of each rule's own alphabet, and of what makes readers and filters work: the longest that any of them took.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-"));
const outfile = join(folder, "engine.cjs");
const contents = `export { detectText } from "./src/core/detect/engine.ts";
export { providers } from "./src/core/detect/rules/index.ts";
export { alphabetOf } from "./src/core/detect/shape.ts";
export { keywords } from "./src/core/detect/keywords.ts";`;
await build({
  stdin: { contents, resolveDir: process.cwd() },
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"],
  outfile,
});
const { detectText, providers, alphabetOf, keywords } = (await import(outfile)).default;

const size = 100_000;
/** Rules are tried in a text and in a program; what makes a reader work in its format. */
const formats = ["a.txt", "a.ts", "a.json", "a.yaml", "a.env", "a.ini"];
const filled = (unit) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
const texts = new Map();
for (const { id, match } of providers.flatMap(({ rules }) => rules)) {
  if (match.by === "code") for (const anchor of match.anchors) texts.set(`${id} ${anchor}`, filled(`${anchor} a'"`));
  else match.shapes.forEach((shape, at) => texts.set(`${id} ${at}`, filled(alphabetOf(shape))));
}
const rules = new Set(texts.keys());
for (const word of keywords) for (const end of ["=", "(", '":"']) texts.set(word + end, filled(word + end));
for (const unit of [
  "eyJ",
  "://a:",
  "-----BEGIN ",
  "{",
  '{"a":',
  "[",
  "<a>",
  "${a:",
  "- a: ",
  '\\"',
  "a=1\n",
  "insert into t (a, password",
  '"password": ["',
])
  texts.set(unit, filled(unit));

detectText("a.txt", filled("warm up token = 'x' "));
const times = [];
for (const [name, text] of texts) {
  for (const path of rules.has(name) ? formats.slice(0, 2) : formats) {
    const started = performance.now();
    detectText(path, text);
    times.push({ name, path, ms: performance.now() - started });
  }
}
times.sort((a, b) => b.ms - a.ms);
console.log(`${times.length} texts of ${size / 1000} kB; over 50 ms: ${times.filter(({ ms }) => ms > 50).length}`);
for (const { name, path, ms } of times.slice(0, 12))
  console.log(`${ms.toFixed(0).padStart(6)} ms  ${path.padEnd(7)} ${name}`);
rmSync(folder, { recursive: true, force: true });
