import assert from "node:assert/strict";
import { test } from "node:test";
import { until, workbenchSuite } from "./workbench.mjs";

workbenchSuite("agent activity", {}, (bench) => {
  test("the panel opens, says what is seen and what is not, and offers to protect", async () => {
    const { palette, webview, status, shot } = bench();
    await status().waitFor();
    await palette("Leastkey: Open Agent Activity");
    await webview().locator(".toolbar").waitFor();
    await webview().locator("footer p").first().waitFor();
    await shot("panel-empty");
    assert.match(await webview().locator("footer").innerText(), /agent/i);
  });

  test("a command typed in a terminal that uses a credential appears as a row, its value masked", async () => {
    const { page, sample, palette, webview, openTerminal, type, terminalText, shot } = bench();
    const { value } = sample.planted.find(({ name }) => name === "GITHUB_TOKEN");
    await openTerminal();
    await type(`sleep 0.4; echo ${value.reveal()} > /dev/null; echo do""ne`);
    await until(async () => /done/.test(await terminalText()), "the command's end");
    await shot("terminal");
    await palette("Leastkey: Open Agent Activity");
    const row = webview().locator(".row[data-index]", { hasText: "terminal" }).first();
    await row.waitFor();
    await shot("panel-row");
    const text = await row.innerText();
    assert.match(text, /unknown/);
    assert.ok(!text.includes(value.reveal()), "the row holds the value");
    assert.ok(!(await webview().locator("body").innerText()).includes(value.reveal()), "the panel holds the value");
    await row.click();
    await webview().locator(".detail-body").waitFor();
    await shot("panel-detail");
    await page.keyboard.press("Escape");
  });

  test("a command that touches no credential adds no row", async () => {
    const { palette, webview, type, terminalText, page } = bench();
    const rows = webview().locator(".row[data-index]");
    const before = await rows.count();
    await page.keyboard.press("Control+Backquote");
    await type("ls demo; echo clo''sed");
    await until(async () => /closed/.test(await terminalText()), "the command's end");
    await palette("Leastkey: Open Agent Activity");
    await webview().locator(".toolbar").waitFor();
    await page.waitForTimeout(1000);
    assert.equal(await rows.count(), before);
  });

  test("the filter narrows the rows, and says so", async () => {
    const { webview, shot } = bench();
    await webview().locator("input[type=search]").fill("no such command");
    await webview().getByText("No entry matches the filter.").waitFor();
    await shot("panel-filter");
    await webview().locator("input[type=search]").fill("");
    await webview().locator(".row[data-index]").first().waitFor();
  });

  test("the trail verifies, and the editor says so", async () => {
    const { palette, toast, shot } = bench();
    await palette("Leastkey: Verify Audit Trail");
    await toast(/the audit trail verifies/).waitFor();
    await shot("verified");
  });
});
