import assert from "node:assert/strict";
import { test } from "node:test";
import { workbenchSuite } from "./workbench.mjs";

workbenchSuite("start", {}, (bench) => {
  test("the packaged extension adds its commands", async () => {
    await bench().palette("Leastkey: Show Log");
    await bench().shot("start");
    assert.ok(true);
  });
});
