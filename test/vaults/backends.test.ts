import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { build } from "esbuild";
import { LeastkeyError } from "../../src/core/errors.ts";
import { recogniseReference } from "../../src/core/reference.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { backendOf, backends, factsOf } from "../../src/vaults/backends.ts";
import { checked, readVaultSettings, readVaultsFile, useVault, writeVaultSettings } from "../../src/vaults/settings.ts";

void test("each backend has its own id, schemes and settings, and code that loads", async () => {
  const schemes = backends.flatMap((one) => one.schemes);
  assert.equal(new Set(schemes).size, schemes.length);
  assert.equal(new Set(backends.map(({ id }) => id)).size, backends.length);
  for (const facts of backends) {
    assert.match(facts.docs.checked, /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(typeof (await facts.load()).open, "function", facts.id);
    for (const scheme of facts.schemes) assert.equal(backendOf(`${scheme}a/b/c#d`), facts);
  }
  assert.equal(backendOf("https://example.com"), undefined);
});

void test("what a backend resolves is recognised as a reference, so that no scan reports it", () => {
  const samples = [
    "ref+vault://a/b#/c",
    "vault:a/data/b#c",
    "bao:a/b#c",
    "op://a/b/c",
    "keeper://u/field/p",
    "pass://a/b/c",
    "sm://p/s#1",
    "command://a/b",
  ];
  for (const text of [
    ...samples,
    ...backends
      .map(({ schemes }) => schemes[0])
      .filter((one) => one.startsWith("ref+"))
      .map((one) => `${one}a/b#/c`),
  ]) {
    assert.notEqual(recogniseReference(text), undefined, text);
    assert.notEqual(backendOf(text), undefined, text);
  }
});

void test("no backend is in the activation path: each is a part of its own", async () => {
  const adapters = readdirSync("src/vaults/adapters").map((name) => `src/vaults/adapters/${name}`);
  for (const entry of ["src/extension.ts", "src/cli/program.ts", "src/hook/main.ts"]) {
    const { metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      splitting: true,
      outdir: "out",
      mainFields: ["module", "main"],
      external: ["vscode", "@napi-rs/keyring", "@cedar-policy/*"],
      logLevel: "silent",
    });
    const outputs = Object.entries(metafile.outputs);
    const first = outputs.find(([, { entryPoint }]) => entryPoint === entry)?.[0];
    assert.ok(first !== undefined);
    const atOnce = new Set<string>([first]);
    for (const path of atOnce) {
      const imports = metafile.outputs[path]?.imports ?? [];
      for (const one of imports) if (one.kind === "import-statement") atOnce.add(one.path);
    }
    const inputs = new Set([...atOnce].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {})));
    assert.ok(inputs.size > 1, "nothing was found: the check itself is broken");
    assert.deepEqual(
      adapters.filter((path) => inputs.has(path)),
      [],
      entry,
    );
    assert.ok(![...inputs].some((path) => path.includes("aws4fetch")), entry);
  }
});

void test("settings: unknown ones, secrets in clear and torn files are refused", (t) => {
  const refused = (error: unknown): boolean => error instanceof LeastkeyError && error.code === "config.invalid";
  const planted = ["planted", "Zx81"].join("-");
  assert.throws(() => checked(factsOf("openbao"), { adress: "x" }), refused);
  assert.throws(
    () => checked(factsOf("openbao"), { token: planted }),
    (error: unknown) => refused(error) && !String(error).includes(planted),
  );
  checked(factsOf("openbao"), { token: "leastkey://vaults/default/openbao/token" });
  const folder = mkdtempSync(join(tmpdir(), "leastkey-settings-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, "vaults.json");
  assert.deepEqual(readVaultSettings(path, nodeFiles()), {});
  for (const text of ["{", "{}", '{"version":2,"vaults":{}}', '{"version":1,"vaults":{"openbao":{"token":"x"}}}']) {
    writeFileSync(path, text);
    assert.throws(() => readVaultSettings(path, nodeFiles()), refused, text);
  }
});

void test("the vault that moved values go to is kept with the settings, and forgotten with them", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-use-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [path, files] = [join(folder, "vaults.json"), nodeFiles()];
  const chosen = (): string | undefined => readVaultsFile(path, files).use;
  writeVaultSettings(path, files, { doppler: { project: "shop" } });
  assert.equal(chosen(), undefined);
  useVault(path, files, "doppler");
  writeVaultSettings(path, files, { doppler: { project: "blog" }, openbao: {} });
  assert.equal(chosen(), "doppler", "other settings leave the choice alone");
  assert.throws(() => useVault(path, files, "bitwarden"), /nothing can be moved there/);
  assert.throws(() => useVault(path, files, "nonsense"), { code: "usage" });
  writeVaultSettings(path, files, { openbao: {} });
  assert.equal(chosen(), undefined, "a vault that is forgotten is not chosen");
  useVault(path, files, "openbao");
  useVault(path, files, "embedded");
  assert.equal(chosen(), undefined);
  assert.deepEqual(readVaultSettings(path, files), { openbao: {} });
});
