import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { destroyedByCommand, destroyedByRequest } from "../../../src/core/destructive/destroyed.ts";
import { catalogues } from "../../../src/core/destructive/providers/index.ts";

void test("the registry is the folder, and every entry of a provider matches what it describes", () => {
  const files = readdirSync("src/core/destructive/providers").filter((name) => name !== "index.ts");
  assert.deepEqual(catalogues.map(({ id }) => `${id}.ts`).sort(), files.sort());
  for (const { id, commands, requests = [], hosts } of catalogues) {
    for (const { run } of commands) {
      const argv = run.split(" ").flatMap((word) => {
        const [names = "", value] = word.replaceAll("**", "x").replaceAll("*", "x").split("=", 2);
        return [names.split("|")[0] ?? "", ...(value === undefined ? [] : [value])];
      });
      assert.ok(destroyedByCommand(argv) !== undefined, `${id}: ${argv.join(" ")}`);
    }
    const [host] = hosts;
    for (const { method, path } of requests) {
      assert.ok(host);
      const asked = { method, host: host.replace("*", "x"), path: path.replaceAll("**", "x/1").replaceAll("*", "x") };
      assert.ok(destroyedByRequest(asked) !== undefined, `${id}: ${method} ${path}`);
    }
  }
});

const railway = "backboard.railway.com";
const mutation = (name: string): string => JSON.stringify({ query: `mutation { ${name}(id: "1") }` });
/** method, host, path, body: what dies, or nothing. */
const table: readonly (readonly [string, string, string, string | undefined, RegExp | undefined])[] = [
  [
    "POST",
    railway,
    "/graphql/v2",
    mutation("volumeDelete"),
    /^a Railway volume and its data \(its backups die with it\) railway$/,
  ],
  ["POST", railway, "/graphql/v2", mutation("variableUpsert"), undefined],
  ["POST", railway, "/graphql/v2", '{"query":"{ project { deletedAt } }"}', undefined],
  ["POST", "api.example.com", "/graphql", mutation("deleteUser"), /GraphQL mutation/],
  ["DELETE", "api.stripe.com", "/v1/customers/cus_1?x=1", undefined, /^a Stripe customer for good.* stripe$/],
  ["DELETE", "API.example.com", "/anything", undefined, /whatever stands at that URL.* unknown$/],
  [
    "delete",
    "api.github.com",
    "/repos/a/b/",
    undefined,
    /^a GitHub repository \(backups are kept for a time\) github$/,
  ],
  ["DELETE", "localhost", "/todos/1", undefined, undefined],
  ["DELETE", "127.0.0.1", "/todos/1", undefined, undefined],
  ["GET", "api.stripe.com", "/v1/customers/cus_1", undefined, undefined],
  ["POST", "api.stripe.com", "/v1/subscriptions/sub_1/cancel", undefined, /^a Stripe subscription/],
  ["POST", "api.stripe.com", "/v1/charges", "amount=1&description=delete", undefined],
];
void test("requests, as a proxy sees them", () => {
  for (const [method, host, path, body, dies] of table) {
    const found = destroyedByRequest({ method, host, path, ...(body === undefined ? {} : { body }) });
    const told =
      found === undefined
        ? undefined
        : `${found.what}${found.backups === undefined ? "" : ` (${found.backups})`} ${found.service}`;
    if (dies === undefined) assert.equal(told, undefined, `${method} ${host}${path}`);
    else assert.match(told ?? "nothing", dies, `${method} ${host}${path}`);
  }
});
