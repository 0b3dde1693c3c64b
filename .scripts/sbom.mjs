// node .scripts/sbom.mjs [FILE]: what is inside the package, as CycloneDX. npm lists every package of the lock file, the
// tools too; those that the bundles really hold, and the keychain's native part, are kept.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

/** The programs of the package, as esbuild.js has them. */
const programs = ["extension.ts", "cli/main.ts", "hook/main.ts", "worker/scan.ts", "webview/panel.ts"];

async function bundled() {
  const { metafile } = await build({
    entryPoints: programs.map((path) => `src/${path}`),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    outdir: "dist",
    external: ["vscode", "@napi-rs/keyring"],
    logLevel: "error",
  });
  const folder = /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+(?=\/)/;
  const folders = new Set(Object.keys(metafile.inputs).flatMap((path) => folder.exec(path)?.[0] ?? []));
  const manifests = [...folders].map((path) => JSON.parse(readFileSync(`${path}/package.json`, "utf8")));
  return new Set(manifests.map(({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`));
}

const told = spawnSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === "win32",
});
if (told.status !== 0) throw new Error(`npm sbom failed: ${told.stderr}`);
const sbom = JSON.parse(told.stdout);
const inside = await bundled();
const isInside = ({ purl }) => inside.has(purl) || purl.startsWith("pkg:npm/%40napi-rs/keyring");
sbom.components = sbom.components.filter(isInside);
const missing = [...inside].filter((purl) => !sbom.components.some((component) => component.purl === purl));
if (missing.length > 0) throw new Error(`not in the lock file: ${missing.join(", ")}`);
const refs = new Set([sbom.metadata.component["bom-ref"], ...sbom.components.map((component) => component["bom-ref"])]);
sbom.dependencies = sbom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
sbom.metadata.component.name = "leastkey";
const text = `${JSON.stringify(sbom, undefined, 2)}\n`;
if (process.argv[2] === undefined) process.stdout.write(text);
else writeFileSync(process.argv[2], text);
console.error(`sbom: ${sbom.components.length} packages`);
