import assert from "node:assert/strict";
import { createServer } from "node:http";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { programOf, type Running, startServer, vaultsWith } from "./real-servers.ts";

const moto = programOf("moto_server");
const skip = moto === undefined ? "moto is not installed: pip install 'moto[server]'" : false;
let server: Running | undefined;

before(async () => {
  if (moto === undefined) return;
  server = await startServer(moto, (port) => ["-H", "127.0.0.1", "-p", String(port)], "/moto-api/");
});
after(() => server?.stop());

const env = () => ({
  AWS_ENDPOINT_URL: server?.address,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: ["AKIA", "TESTTESTTESTTEST"].join(""),
  AWS_SECRET_ACCESS_KEY: "x".repeat(40),
});

void test("AWS Secrets Manager: a key in a JSON text, a plain text, listing, removal", { skip }, async () => {
  const vaults = vaultsWith({}, { env: env() });
  const reference = "ref+awssecrets://shop/production/mail?region=eu-central-1#/key";
  await vaults.set(reference, Secret.of('one "two" 🙂'));
  await vaults.set(reference.replace("#/key", "#/other"), Secret.of("second"));
  assert.equal((await vaults.get(reference))?.reveal(), 'one "two" 🙂');
  await vaults.set("ref+awssecrets://plain", Secret.of("not JSON"));
  assert.equal((await vaults.get("ref+awssecrets://plain"))?.reveal(), "not JSON");
  const refused = (code: string) => (error: unknown) => error instanceof LeastkeyError && error.code === code;
  await assert.rejects(vaults.set("ref+awssecrets://plain#/key", Secret.of("x")), refused("vault.exists"));
  await assert.rejects(vaults.set(reference, Secret.of("else")), refused("vault.exists"));
  assert.equal((await (await vaults.remote("aws")).list()).length, 2);
  assert.equal(await vaults.get("ref+awssecrets://nothing"), undefined);
  assert.equal(await vaults.remove("ref+awssecrets://plain"), true);
  await assert.rejects(vaults.get("ref+awssecrets://x?region=evil.example/"), refused("reference.invalid"));
});

void test("AWS, against its documentation: a clock that is off is said to be that, and not a wrong login", async (t) => {
  // CONTRACT FAKE: moto judges no time
  const fake = createServer((_request, response) => {
    const said = { __type: "InvalidSignatureException", message: "Signature expired: 20261124T060000Z is now earlier" };
    response.writeHead(400).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => fake.listen(0, "127.0.0.1", resolve));
  t.after(() => fake.close());
  const at = fake.address();
  const address = `http://127.0.0.1:${String(typeof at === "object" && at !== null ? at.port : 0)}`;
  const vaults = vaultsWith({}, { env: { ...env(), AWS_ENDPOINT_URL: address } });
  await assert.rejects(vaults.get("ref+awssecrets://plain"), (error: unknown) => {
    assert.ok(error instanceof LeastkeyError && error.code === "vault.denied");
    assert.match(error.hint, /the clock of this machine is off/);
    return true;
  });
});

void test("AWS STS: a session for a role, one for its three parts", { skip }, async () => {
  const vaults = vaultsWith({}, { env: env(), limits: { ttlSeconds: 60 } });
  const role = "ref+awssts://arn:aws:iam::123456789012:role/reader";
  const [id, key, session] = await Promise.all(
    ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((part) => vaults.get(`${role}#/${part}`)),
  );
  assert.match(id?.reveal() ?? "", /^ASIA/);
  assert.ok((key?.length ?? 0) >= 20 && (session?.length ?? 0) > 20);
  assert.deepEqual(
    vaults.leases().map(({ seconds }) => seconds),
    [900],
  ); // STS gives no less
  assert.deepEqual(
    await vaults.end(),
    vaults.leases().map(({ reference }) => reference),
  ); // cannot be taken back, and said so
});
