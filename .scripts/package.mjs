// npm run package [-- --target linux-x64 [--fetch]] [--out FILE]: a .vsix of what users get and nothing else; with
// --fetch the native part of another platform comes from the registry, checked by the lock file. The files are
// gathered in a folder of their own (a list of what goes in, not of what stays out) and packed there by vsce.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { germanManifest, localizedManifest } from "./localize.mjs";
import { run } from "./run.mjs";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    out: { type: "string" },
    fetch: { type: "boolean" },
    quiet: { type: "boolean" },
  },
});
const folder = "dist/package";

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const built = await run(process.execPath, ["esbuild.js", "--production"]);
if (built.code !== 0) process.exit(built.code);
for (const name of ["README.md", "CHANGELOG.md", "LICENSE", "media", "l10n/bundle.l10n.de.json"])
  cpSync(name, join(folder, name), { recursive: true });

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
for (const key of ["scripts", "devDependencies", "optionalDependencies", "private"]) delete manifest[key];
const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`;
const { manifest: keyed, english, translated } = localizedManifest(manifest, { de: germanManifest() });
writeFileSync(join(folder, "package.json"), json(keyed));
writeFileSync(join(folder, "package.nls.json"), json(english));
writeFileSync(join(folder, "package.nls.de.json"), json(translated.de));
if (values.target) addKeychain(values.target);

const name = `leastkey-${manifest.version}${values.target ? `-${values.target}` : ""}.vsix`;
const packagePath = resolve(values.out ?? name);
await createVSIX({
  cwd: folder,
  packagePath,
  dependencies: false,
  rewriteRelativeLinks: false, // the pictures are in the package
  ...(values.target ? { target: values.target } : {}),
});

/**
 * The one native part, for a package of one platform: the OS keychain. Without it a passphrase is asked for. It lies
 * beside the programs: a node_modules at the top is left out by vsce.
 */
function addKeychain(target) {
  const suffix =
    {
      "linux-x64": "linux-x64-gnu",
      "linux-arm64": "linux-arm64-gnu",
      "win32-x64": "win32-x64-msvc",
      "win32-arm64": "win32-arm64-msvc",
    }[target] ?? target;
  for (const part of ["@napi-rs/keyring", `@napi-rs/keyring-${suffix}`]) {
    const installed = join("node_modules", part);
    const from = existsSync(installed) || !values.fetch ? installed : fetched(part);
    if (!existsSync(from)) throw new Error(`${part} is not installed: pack on ${target}, or with --fetch`);
    const kept = readdirSync(from).filter((file) => /\.(js|node|json)$/.test(file) || /^licen[cs]e/i.test(file));
    for (const file of kept) cpSync(join(from, file), join(folder, "dist", "node_modules", part, file));
  }
}

/** A package of another platform, which npm installs here for nobody. Its archive must be the one in the lock file. */
function fetched(part) {
  const { version, integrity } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages[`node_modules/${part}`];
  const into = join("dist", "fetched", part);
  mkdirSync(into, { recursive: true });
  const shell = process.platform === "win32";
  const packed = spawnSync("npm", ["pack", `${part}@${version}`, "--silent", "--pack-destination", into], { shell });
  const archive = readdirSync(into).find((file) => file.endsWith(".tgz"));
  if (packed.status !== 0 || archive === undefined) throw new Error(`the registry did not give ${part}@${version}`);
  const digest = createHash("sha512")
    .update(readFileSync(join(into, archive)))
    .digest("base64");
  if (integrity !== `sha512-${digest}`) throw new Error(`${part}@${version} is not the one in package-lock.json`);
  const unpacked = spawnSync("tar", ["-xzf", archive], { cwd: into });
  if (unpacked.status !== 0) throw new Error(`${archive} could not be unpacked: ${unpacked.stderr}`);
  return join(into, "package");
}
