// Gathers the many small parts of a split build in few files: every file costs a start some half a millisecond, most of
// it in the extension host, whose `require` is the editor's own. A gathered part is still evaluated by itself, when
// it is first asked for; only reading and scanning is shared.

/** Parts that no start needs stay a file of their own from this size on (bytes). */
const ownFile = 8 * 1024;

const asked = /require\("\.\/(?:parts\/)?([A-Z0-9]+)\.js"\)/g;

/**
 * `codes`: the CommonJS of each output by its name, "cli" or "parts/ABC"; `outputs`: esbuild's metafile by the same
 * names. Gives the code of each file to write, by name. Parts that the same programs need at their start share a file,
 * small ones that none needs share another.
 */
function gatherParts(codes, outputs) {
  const volumes = new Map();
  const volumeOf = new Map();
  const starts = startsOf(outputs);
  for (const [name, code] of codes) {
    if (!name.startsWith("parts/")) continue;
    const users = [...starts.keys()].filter((program) => starts.get(program).has(name));
    if (users.length === 0 && code.length >= ownFile) continue;
    const volume = users.length === 0 ? "small" : `start-${users.toSorted().join("-")}`;
    volumes.set(volume, [...(volumes.get(volume) ?? []), name]);
    volumeOf.set(name, volume);
  }
  const linked = (name) => {
    const folder = name.startsWith("parts/") ? "" : "parts/";
    return codes.get(name).replaceAll(asked, (text, part) => {
      const volume = volumeOf.get(`parts/${part}`);
      return volume === undefined ? text : `require("./${folder}${volume}.js")["${part}"]`;
    });
  };
  return new Map([
    ...[...codes.keys()].filter((name) => !volumeOf.has(name)).map((name) => [name, linked(name)]),
    ...[...volumes].map(([volume, names]) => [
      `parts/${volume}`,
      volumeCode(names.map((name) => [name.slice("parts/".length), linked(name)])),
    ]),
  ]);
}

/** By program, the parts that are evaluated when it starts: what it imports, and what that imports, but no `import()`. */
function startsOf(outputs) {
  const closure = (name, found) => {
    for (const { path, kind } of outputs.get(name).imports) {
      if (kind !== "import-statement" || !outputs.has(path) || found.has(path)) continue;
      found.add(path);
      closure(path, found);
    }
    return found;
  };
  const programs = [...outputs.keys()].filter((name) => !name.startsWith("parts/"));
  return new Map(programs.map((name) => [name, closure(name, new Set())]));
}

const volumeCode = (parts) => `"use strict";
const part=(name,run)=>{let made;Object.defineProperty(exports,name,{get(){if(!made){made={exports:{}};run(made,made.exports)}return made.exports}})};
${parts.map(([name, code]) => `part("${name}",(module,exports)=>{${code}\n});`).join("\n")}
`;

module.exports = { gatherParts };
