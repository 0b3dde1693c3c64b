import assert from "node:assert/strict";
import test from "node:test";
import { credentialOptions } from "../../../src/core/shell/credential-options.ts";

const told = (line: string): readonly string[] =>
  credentialOptions(line).map(({ start, end, option }) => `${option}=${line.slice(start, end)}`);

/** The words in angle brackets, without them, are what must be told. */
const cases: readonly [line: string, told: readonly string[]][] = [
  ["deploy --password hunter2 --verbose", ["--password=hunter2"]],
  ["deploy --db-password='two words' x", ["--db-password=two words"]],
  ['deploy --api-key "abc"', ["--api-key=abc"]],
  ["deploy --token=$TOKEN", []],
  ['deploy --token "$TOKEN" --password $(pass show x)', []],
  ["login --password-stdin < file", []],
  ["gh auth login --with-token", []],
  ["curl -u dev:letmein https://api.example.com", ["-u=letmein"]],
  ["curl -u dev https://api.example.com", []],
  ["curl https://dev:letmein@api.example.com/x", ["the URL=letmein"]],
  ["psql postgres://shop:letmein@db/shop", ["the URL=letmein"]],
  ["git clone https://github.com/a/b.git", []],
  ['curl -H "Authorization: Bearer abc.def" x', ["the header Authorization=abc.def"]],
  ["curl -H 'X-Api-Key: abc' x", ["the header X-Api-Key=abc"]],
  ['curl -H "Authorization: Bearer $TOKEN" x', []],
  ["mysql -u root -pletmein shop", ["-p=letmein"]],
  ["mysql -u root -p shop", []],
  ["sshpass -p letmein ssh host", ["-p=letmein"]],
  ["docker run -p 80:80 nginx", []],
  ["docker login -u me -p letmein", ["-p=letmein"]],
  ["PGPASSWORD=letmein psql -h db", ["PGPASSWORD=letmein"]],
  ["export STRIPE_SECRET_KEY=abc && run", ["STRIPE_SECRET_KEY=abc"]],
  ["cd src; redis-cli -a letmein ping", ["-a=letmein"]],
  ["NODE_ENV=production npm start", []],
];
for (const [line, expected] of cases) {
  void test(`a credential by its place: ${line}`, () => assert.deepEqual(told(line), expected));
}
