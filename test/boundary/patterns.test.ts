import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { parser } from "@lezer/javascript";
import { analyse } from "scslre";

const folder = "src/core/detect";
const typescript = parser.configure({ dialect: "ts" });

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that stands in the detector's text. */
function writtenPatterns(): readonly Pattern[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  return files.flatMap((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    const found: Pattern[] = [];
    typescript.parse(text).iterate({
      enter: ({ name, from, to }) => {
        if (name !== "RegExp") return;
        const literal = text.slice(from, to);
        const end = literal.lastIndexOf("/");
        found.push({
          where: `${path}:${String(text.slice(0, from).split("\n").length)}`,
          source: literal.slice(1, end),
          flags: literal.slice(end + 1),
        });
      },
    });
    return found;
  });
}

/** Every regular expression that the detector puts together while it starts. */
async function builtPatterns(): Promise<readonly Pattern[]> {
  const built: Pattern[] = [];
  const real = globalThis.RegExp;
  globalThis.RegExp = new Proxy(real, {
    construct(target, args: [string | RegExp, string?]) {
      const made = new target(...args);
      built.push({ where: "built", source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    const { detectText } = await import("../../src/core/detect/engine.ts");
    detectText("a.txt", `token = "x" ${"and nothing else ".repeat(200)}`);
  } finally {
    globalThis.RegExp = real;
  }
  return built;
}

void test("no pattern of the detector takes more than proportional time where its text has no bound", async () => {
  const patterns = [...writtenPatterns(), ...(await builtPatterns())];
  assert.ok(patterns.length > 500, `only ${String(patterns.length)} patterns were found: the check itself is broken`);
  const slow = patterns.flatMap(({ where, source, flags }) =>
    analyse({ source, flags }).reports.map(
      (report) =>
        `${where} ${report.type}${report.exponential ? " exponential" : ""} /${source.slice(0, 100)}/${flags}`,
    ),
  );
  assert.deepEqual([...new Set(slow)], []);
});
