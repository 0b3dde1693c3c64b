import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import test from "node:test";

/** Row = folder under src/, cells = everything it may import, types included. Inner first. */
const layers: Readonly<Record<string, readonly string[]>> = {
  core: [
    "ignore",
    "unbash",
    "jsonc-parser",
    "yaml",
    "smol-toml",
    // parsers in pure JavaScript, 15 to 70 KB each: an edit to source code is checked on its syntax tree
    "@lezer/common",
    "@lezer/go",
    "@lezer/java",
    "@lezer/javascript",
    "@lezer/php",
    "@lezer/python",
    "@lezer/rust",
  ],
  agents: ["core", "jsonc-parser", "smol-toml"],
  // aws4fetch signs requests (the SDK is half a megabyte for two calls); valibot reads the user's list of vaults
  vaults: ["core", "age-encryption", "aws4fetch", "valibot"],
  audit: ["core", "node:crypto"],
  // Cedar's types only: its program is a part of its own, loaded by platform/cedar.ts
  policy: ["core", "valibot", "yaml", "@cedar-policy/cedar-wasm/nodejs"],
  guard: ["core", "agents", "vaults", "audit", "policy", "valibot", "minimatch", "yaml"],
  platform: ["core", "vaults", "audit", "policy", "write-file-atomic", "@napi-rs/keyring"],
  // vaults: scrypt runs here and not in the editor's thread; the last two judge what a project's own patterns could cost
  worker: ["core", "guard", "platform", "vaults", "scslre", "@eslint-community/regexpp"],
  // buttons, check boxes and fields of the editor's look, kept by the community since Microsoft's toolkit ended
  webview: [
    "audit",
    "@vscode-elements/elements/dist/vscode-button/index.js",
    "@vscode-elements/elements/dist/vscode-checkbox/index.js",
    "@vscode-elements/elements/dist/vscode-textfield/index.js",
  ],
  // the official MCP SDK; x509 makes certificates, and stands on reflect-metadata
  broker: [
    "core",
    "vaults",
    "audit",
    "policy",
    "guard",
    "platform",
    "valibot",
    "@modelcontextprotocol/sdk/server/index.js",
    "@modelcontextprotocol/sdk/server/stdio.js",
    "@modelcontextprotocol/sdk/types.js",
    "@peculiar/x509",
    "reflect-metadata",
  ],
  hook: ["core", "audit", "guard", "platform"],
  cli: [
    "core",
    "agents",
    "vaults",
    "audit",
    "guard",
    "policy",
    "platform",
    "broker",
    "hook",
    "worker",
    "commander",
    "diff",
    "package.json",
  ],
  editor: [
    "core",
    "agents",
    "vaults",
    "audit",
    "guard",
    "platform",
    "broker",
    "webview",
    "worker",
    "contributions",
    "vscode",
  ],
  contributions: ["core"],
};

/** These may import any of node's modules that they need; the linter and the other rows keep the rest pure. */
const mayUseNode = new Set(["platform", "broker", "worker", "hook", "cli", "editor"]);

/** What the editor starts: it may import anything, and nothing imports it. */
const starts = new Set(["extension", "compiled-extension"]);

const specifier =
  /^\s*(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;
const layerOf = (path: string): string => path.split("/")[1]?.replace(/\.ts$/, "") ?? path;

interface Edge {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The plugins that we write for other programs are text here, and their imports are not ours. */
const withoutTemplates = (source: string): string => source.replace(/`(?:\\[^]|[^`\\])*`/g, "``");

function edges(): Edge[] {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => posix.join("src", path.replaceAll("\\", "/")))
    .filter((file) => file.endsWith(".ts") && !starts.has(layerOf(file)))
    .flatMap((file) =>
      [...withoutTemplates(readFileSync(file, "utf8")).matchAll(specifier)].map((match) => {
        const spec = match[1] ?? match[2] ?? match[3] ?? "";
        const to = spec.startsWith(".") ? layerOf(posix.join(posix.dirname(file), spec)) : spec;
        return { file, from: layerOf(file), to };
      }),
    )
    .filter(({ from, to }) => from !== to);
}

const isAllowed = ({ from, to }: Edge): boolean =>
  layers[from]?.includes(to) === true || (to.startsWith("node:") && mayUseNode.has(from));

void test("every import points inward", () => {
  const all = edges();
  assert.ok(all.length > 0, "no import was found: the check itself is broken");
  assert.deepEqual(
    all.filter((edge) => !isAllowed(edge)),
    [],
  );
});

void test("every cell of the table is in use", () => {
  const used = new Set(edges().map(({ from, to }) => `${from} -> ${to}`));
  const cells = Object.entries(layers).flatMap(([from, tos]) => tos.map((to) => `${from} -> ${to}`));
  assert.deepEqual(
    cells.filter((cell) => !used.has(cell)),
    [],
  );
});
