// Gathers the many small parts of a split build in few files: every file costs a start some half a millisecond, most of
// it in the extension host, whose `require` is the editor's own. A gathered part is still evaluated by itself, when
// it is first asked for; only reading and scanning is shared.

/**
 * From this size on (bytes) a part stays a file of its own: whoever loads a file compiles the whole of it. What the
 * extension starts with is gathered whatever its size, since activation is what everybody waits for.
 */
const ownFile = 6 * 1024;

const asked = /require\("\.\/(?:parts\/)?([A-Z0-9]+)\.js"\)/g;

/**
 * `codes`: the CommonJS of each output by its name, "cli" or "parts/ABC"; `outputs`: esbuild's metafile by the same
 * names. Gives the code of each file to write, by name. Small parts that the same programs need at their start share a
 * file, and so do those that the same programs may need later. The extension itself stands among the parts of its
 * start, so that one file with one code cache is all of it (`src/compiled-extension.ts`).
 */
function gatherParts(codes, outputs) {
  const volumes = new Map();
  const volumeOf = new Map();
  const starts = reachedBy(outputs, (kind) => kind === "import-statement");
  const later = reachedBy(outputs, () => true);
  volumes.set("start-extension", ["extension"]);
  volumeOf.set("extension", "start-extension");
  for (const [name, code] of codes) {
    if (!name.startsWith("parts/")) continue;
    if (code.length >= ownFile && !starts.get("extension").has(name)) continue;
    const users = (reached) => [...reached.keys()].filter((program) => reached.get(program).has(name)).toSorted();
    const volume = users(starts).length > 0 ? `start-${users(starts).join("-")}` : `later-${users(later).join("-")}`;
    volumes.set(volume, [...(volumes.get(volume) ?? []), name]);
    volumeOf.set(name, volume);
  }
  const linked = (name) => {
    const folder = name.startsWith("parts/") || volumeOf.has(name) ? "" : "parts/";
    return codes.get(name).replaceAll(asked, (_text, part) => {
      const volume = volumeOf.get(`parts/${part}`);
      return volume === undefined
        ? `require("./${folder}${part}.js")`
        : `require("./${folder}${volume}.js")["${part}"]`;
    });
  };
  return new Map([
    ...[...codes.keys()].filter((name) => !volumeOf.has(name)).map((name) => [name, linked(name)]),
    ...[...volumes].map(([volume, names]) => [
      `parts/${volume}`,
      volumeCode(
        names.map((name) => [name.replace("parts/", ""), linked(name)]),
        volume.startsWith("start-"),
      ),
    ]),
  ]);
}

/** By program, the parts that it reaches by imports of these kinds, at one remove or more. */
function reachedBy(outputs, isFollowed) {
  const closure = (name, found) => {
    for (const { path, kind } of outputs.get(name).imports) {
      if (!isFollowed(kind) || !outputs.has(path) || found.has(path)) continue;
      found.add(path);
      closure(path, found);
    }
    return found;
  };
  const programs = [...outputs.keys()].filter((name) => !name.startsWith("parts/"));
  return new Map(programs.map((name) => [name, closure(name, new Set())]));
}

/** In parentheses V8 compiles a function with its file, and looks ahead into none that is run at once anyway. */
const volumeCode = (parts, runAtOnce) => `"use strict";
const part=(name,run)=>{let made;Object.defineProperty(exports,name,{get(){if(!made){made={exports:{}};run(made,made.exports)}return made.exports}})};
${parts.map(([name, code]) => `part("${name}",${runAtOnce ? "(" : ""}function(module,exports){${code}\n}${runAtOnce ? ")" : ""});`).join("\n")}
`;

module.exports = { gatherParts };
