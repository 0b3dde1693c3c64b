import assert from "node:assert/strict";
import test from "node:test";
import { secretByName } from "../../../src/core/detect/secret-names.ts";

const secret = [
  "id_rsa",
  "id_ed25519_sk",
  "ssh_host_rsa_key",
  "identity",
  "credential",
  "credentials",
  "secret",
  "SECRETS",
  "kubeconfig",
  "kubeconfig-prod",
  "htpasswd",
  "shadow",
  "keyfile",
  "_netrc",
  "home/me/_netrc",
  "/etc/shadow",
  "config/heroku",
  "private_key",
  "private-key",
  "privatekey",
  ".env",
  ".ENV",
  "prod.env",
  ".netrc",
  "server.pem",
  "key.p12",
  "main.tfvars",
  ".secret",
  ".bash_history",
  "/proc/1/environ",
  "~/.aws/credentials",
  "config/hub",
  ".config/heroku",
  "C:\\Users\\a\\.kube\\config",
];

void test("a name without an ending or a folder is told by its word", () => {
  for (const path of secret) assert.notEqual(secretByName(path), undefined, path);
});

void test("words of a command are no secret names", () => {
  for (const word of ["npm", "test", ".", "..", "src", "20", "-rn", "foo", "*.ts", "README", "key", "keys", "./src"])
    assert.equal(secretByName(word), undefined, word);
});
