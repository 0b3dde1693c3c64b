// Builds everything: extension, command line, hook, scan worker, panel, and with --tests what the tests run.
// Only the extension (and the in-host tests) may import "vscode"; anywhere else the build fails, which is the point.
const esbuild = require("esbuild");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { relative } = require("node:path");
const { brotliCompressSync, constants } = require("node:zlib");
const { gatherParts } = require("./.scripts/gather-parts.js");

const { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = fs;

const production = process.argv.includes("--production");
/** Where the programs go; a package is built beside the development build, never over it. */
const outdir = production ? "dist/package/dist" : "dist";
const node = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: production ? false : "linked",
  minify: production,
  legalComments: "none",
  mainFields: ["module", "main"],
  external: ["@napi-rs/keyring"],
  logLevel: "warning",
};

const filesUnder = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => path.endsWith(ending))
        .map((path) => `${folder}/${path}`)
    : [];

/**
 * node:crypto takes some 5 ms to load and write-file-atomic one, and most calls of the hook need neither: their
 * functions load them when they are called. worker_threads is asked for the number of a thread, and the hook has one.
 */
const lateModules = {
  name: "late-modules",
  setup(build) {
    const late = { "node:crypto": Object.keys(require("node:crypto")), "write-file-atomic": ["sync"] };
    build.onResolve({ filter: /^(node:crypto|write-file-atomic)$/ }, ({ path, namespace, importer }) => {
      if (namespace !== "late" && !importer.includes("node_modules")) return { path, namespace: "late" };
      return path === "node:crypto" ? { path, external: true } : { path: require.resolve(path) };
    });
    // as ES modules, of which nothing is made at the start that nobody calls
    build.onLoad({ filter: /./, namespace: "late" }, ({ path }) => ({
      contents: late[path]
        .map((name) => `export const ${name} = (...args) => require("${path}").${name}(...args);`)
        .join("\n"),
      resolveDir: __dirname,
    }));
    build.onResolve({ filter: /^worker_threads$/ }, ({ path }) => ({ path, namespace: "one-thread" }));
    build.onLoad({ filter: /./, namespace: "one-thread" }, () => ({ contents: "exports.threadId = 0;" }));
  },
};

/** In the package Cedar's WebAssembly is packed with Brotli: 1.1 MB where a .vsix's own packing leaves 1.4. */
const packedCedar = {
  name: "packed-cedar",
  setup(build) {
    build.onLoad({ filter: /cedar_wasm\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const packed = source.replace(
        "require('fs').readFileSync(wasmPath)",
        "require('zlib').brotliDecompressSync(require('fs').readFileSync(`${wasmPath}.br`))",
      );
      if (packed === source) throw new Error("cedar-wasm reads its WebAssembly in another way now");
      return { contents: packed };
    });
  },
};

/**
 * refa, under the check of a project's own patterns, carries the sets of \p{...} and the emoji sequences: 670 KB that
 * only the flags u and v reach, and a rule may have i, m and s (`guard/scan-rules.ts`). What the flag i needs stays.
 */
const withoutUnicodeSets = {
  name: "without-unicode-sets",
  setup(build) {
    build.onLoad({ filter: /[\\/]refa[\\/]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replaceAll(/([\w$]+)=JSON\.parse\((?:'\[[^']*'|"\[[^"]*")\)/g, "$1=[]");
      if (source.length - contents.length < 600_000) throw new Error("refa keeps its Unicode sets in another way now");
      return { contents };
    });
  },
};

/** "vscode" is there for the editor's part alone; that no other program reaches that part is test/boundary/layers. */
const vscodeInTheEditor = {
  name: "vscode-in-the-editor",
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ path, importer }) =>
      /[\\/]src[\\/](editor[\\/]|extension\.ts$)/.test(importer)
        ? { path, external: true }
        : { errors: [{ text: `"vscode" is for src/editor; ${importer} runs without it` }] },
    );
  },
};

const products = [
  { ...node, entryPoints: { hook: "src/hook/main.ts" } },
  {
    ...node,
    entryPoints: { "hook-program": "src/hook/program.ts", "hook-edits": "src/hook/edits.ts" },
    plugins: [lateModules],
  },
  {
    ...node,
    entryPoints: { cedar: "@cedar-policy/cedar-wasm/nodejs" },
    banner: { js: "/*! @cedar-policy/cedar-wasm, Apache-2.0, https://github.com/cedar-policy/cedar */" },
    plugins: production ? [packedCedar] : [],
  },
  { ...node, entryPoints: { panel: "src/webview/panel.ts" }, platform: "browser", format: "iife", target: "es2023" },
];

/** A release's extension.js loads the extension through V8's code cache; its own code is among the parts. */
const releases = [{ ...node, entryPoints: { extension: "src/compiled-extension.ts" } }];

/**
 * The extension, the command line and the scan worker in parts: what `import()` names is a file of its own, so that a
 * start compiles what it needs, and what two programs use stands in the package once. esbuild splits ES modules only
 * and these are CommonJS, hence the second step.
 */
const inParts = {
  ...node,
  entryPoints: { extension: "src/extension.ts", cli: "src/cli/main.ts", "scan-worker": "src/worker/scan.ts" },
  format: "esm",
  splitting: true,
  chunkNames: "parts/[hash]",
  plugins: production ? [vscodeInTheEditor, withoutUnicodeSets] : [vscodeInTheEditor],
};

async function buildParts() {
  const map = production ? false : "inline";
  const { outputFiles, metafile } = await esbuild.build({
    ...inParts,
    outdir,
    sourcemap: map,
    write: false,
    metafile: true,
  });
  const nameOf = (path) => relative(outdir, path).replaceAll("\\", "/").replace(/\.js$/, "");
  const codes = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const options = { format: "cjs", platform: "node", target: node.target, minify: production, sourcemap: map };
      // A part is asked for by require() even where it may wait: the ES module loader is a second one, and slower.
      const supported = { "dynamic-import": false };
      return [nameOf(path), (await esbuild.transform(text, { ...options, supported, sourcefile: path })).code];
    }),
  );
  const outputs = Object.entries(metafile.outputs).map(([path, { imports }]) => [
    nameOf(path),
    { imports: imports.map(({ path, kind }) => ({ path: nameOf(path), kind })) },
  ]);
  const files = production ? gatherParts(new Map(codes), new Map(outputs)) : new Map(codes);
  mkdirSync(`${outdir}/parts`, { recursive: true });
  for (const [name, code] of files)
    writeFileSync(`${outdir}/${name}.js`, name === "cli" ? `#!/usr/bin/env node\n${code}` : code);
}

/** Brotli at its strongest takes 8 s for these 4.3 MB, so what was packed once is kept by the bytes it was made of. */
function packed(path) {
  const bytes = readFileSync(path);
  const kept = `node_modules/.cache/packed-${createHash("sha256").update(bytes).digest("hex")}.br`;
  if (!existsSync(kept)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
    mkdirSync("node_modules/.cache", { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, brotliCompressSync(bytes, { params }));
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return readFileSync(kept);
}

/** Cedar's WebAssembly stands beside its program, which reads it from its own folder when it is first needed. */
function placeCedar() {
  mkdirSync(outdir, { recursive: true });
  const wasm = require.resolve("@cedar-policy/cedar-wasm/nodejs").replace("cedar_wasm.js", "cedar_wasm_bg.wasm");
  if (production) writeFileSync(`${outdir}/cedar_wasm_bg.wasm.br`, packed(wasm));
  else copyFileSync(wasm, `${outdir}/cedar_wasm_bg.wasm`);
}

// The sample workspace's generator and the story told on it: for `npm start`, `npm run open` and the tests; never packaged.
const samples = [
  { ...node, entryPoints: { sample: "test/sample/main.ts" } },
  { ...node, entryPoints: { story: "test/sample/start.ts" } },
];

const unitTests = filesUnder("test", ".test.ts").filter((path) => !/^test\/(host|ui)\//.test(path));
const hostTests = filesUnder("test/host", ".host.ts");
const tests = [
  {
    ...node,
    entryPoints: unitTests,
    outbase: "test",
    outdir: "dist/test",
    sourcemap: "inline",
    alias: { vscode: "./test/fakes/vscode.ts" },
    external: [...node.external, "esbuild"], // some tests bundle a program of their own
  },
  {
    ...node,
    entryPoints: hostTests,
    outbase: "test/host",
    outdir: "dist/host",
    sourcemap: "inline",
    external: [...node.external, "vscode", "mocha"],
  },
];

const present = (build) => Object.values(build.entryPoints).every((path) => path.startsWith("@") || existsSync(path));

async function main() {
  rmSync(outdir, { recursive: true, force: true });
  const builds = production ? [...products, ...releases] : [...products, ...samples, ...tests];
  await Promise.all([
    buildParts(),
    placeCedar(),
    ...builds
      .filter((build) => Object.keys(build.entryPoints).length > 0 && present(build))
      .map((build) => esbuild.build({ outdir, ...build })),
  ]);
}

main().catch((error) => {
  // esbuild has printed its own errors already; anything else is ours.
  if (!error.errors) console.error(error);
  process.exit(1);
});
