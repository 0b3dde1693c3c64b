import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";

const random = seededRandom(41);
const value = (length: number): string => `${random.chars("abcdefghijkmnpqrstuvwxyz23456789", length - 2)}7q`;

void test("a random value under a provider's name is that provider's, whatever its shape", () => {
  for (const [key, provider] of [
    ["DATADOG_APP_TOKEN", "Datadog"],
    ["launchDarklyToken", "LaunchDarkly"],
    ["dropbox_api_secret", "Dropbox"],
    ["fastly-api-token", "Fastly"],
  ] as const) {
    for (const text of [`${key}: "${value(27)}"\n`, `${key} = '${value(31)}'\n`]) {
      const [found] = detectText("config/app.yaml", text);
      assert.equal(found?.tier, "likely", key);
      assert.equal(found?.classification.provider, provider, key);
    }
  }
});

void test("a provider's name makes no secret of names, hosts, digests and places for one", () => {
  for (const text of [
    "DATADOG_TOKEN_NAME: checkout-service-reader\n",
    "DATADOG_TOKEN: ${DATADOG_TOKEN}\n", // a reference
    "dropbox_secret: your-dropbox-secret-here\n",
    "fastly_token_url: https://api.fastly.com/tokens/self\n",
    "launchdarkly_key: checkout.enable.new.basket\n",
    "twilio_token: changeme12345678\n",
    `discord_commit_sha: ${random.chars("0123456789abcdef", 40)}\n`,
  ]) {
    const found = detectText("config/app.yaml", text).filter(({ tier }) => tier === "likely" || tier === "verified");
    assert.deepEqual(
      found.map(({ rule }) => rule),
      [],
      text,
    );
  }
});

void test("an everyday word in a key names no provider", () => {
  const [found] = detectText("config/app.yaml", `render_token: "${value(27)}"\n`);
  assert.equal(found?.tier, "generic");
});

void test("a Google API key counts where something uses it; alone it is a hint", () => {
  const key = `AI${"za"}${random.chars("ABCDEFGHabcdefghijk0123456789", 35)}`;
  for (const text of [
    `maps_key: ${key}\n`,
    `const c = new Client("${key}");\n`,
    `curl https://x.example.net/v1?key=${key}\n`,
    `<string name="k">${key}</string>\n`,
  ])
    assert.equal(detectText("src/app.conf", text)[0]?.tier, "likely", text);
  for (const text of [`${key}\n`, `as the page shows ${key} there\n`])
    assert.equal(detectText("src/app.conf", text)[0]?.tier, "generic", text);
});
