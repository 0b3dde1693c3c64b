// The panel with 100,000 entries in Chromium: how long until it shows, the longest task while it scrolls and filters, and
// the memory that its entries take. By the browser's own performance trace (a task holds up a frame), beside a plain
// table of 2,000 rows in the same page, which is what a panel without virtual scrolling would be.
import { findChromium } from "../../.scripts/setup-host.mjs";

const count = 100_000;
const batch = 500;

let host;
try {
  host = await import("../host/host.mjs");
  await import(new URL("../host/node_modules/playwright-core/index.mjs", import.meta.url).href);
} catch {
  host = undefined;
}
if (host === undefined || findChromium() === undefined) {
  console.log("skipped: needs a Chromium and its driver (node .scripts/setup-host.mjs)");
  process.exit(0);
}
const { newRun, openBrowser } = host;
const { openPanelPage } = await import("../ui/panel-page.mjs");

/** Runs in the page: messages like those of a busy month, the newest first. */
function makeMessages({ count, batch }) {
  const agents = ["Claude Code", "Cursor", "Codex", "GitHub Copilot", ""];
  const outcomes = ["denied", "allowed", "allowed", "allowed", "asked", "done"];
  const now = Date.now();
  const row = (sequence) => {
    const age = count - sequence;
    const agent = agents[sequence % agents.length];
    return {
      ...{ sequence, time: now - age * 20_000, action: agent === "" ? "terminal.command" : "tool.call" },
      ...{ outcome: outcomes[sequence % outcomes.length], agent, attribution: agent === "" ? "unknown" : "confirmed" },
      ...{
        tool: "Bash",
        command: `curl -s https://api.example.com/v1/orders/${sequence} | jq .items[${sequence % 97}]`,
      },
      ...{ isUncertain: false, paths: sequence % 3 === 0 ? [`src/part-${sequence % 500}/settings.ts`] : [] },
      ...{ credentials: sequence % 4 === 0 ? [(sequence % 40).toString(16).padStart(16, "0")] : [] },
      ...{ rule: sequence % 6 === 0 ? "protected-path" : "", reason: sequence % 6 === 0 ? "hidden from agents" : "" },
      ...{ session: agent === "" ? "" : `session-${Math.floor(sequence / 400)}`, cwd: "/home/dev/shop", durationMs: 4 },
    };
  };
  const rows = (from, to) => Array.from({ length: from - to }, (_, at) => row(from - at));
  const messages = [{ kind: "reset", rows: rows(count, count - 300), total: count }];
  for (let from = count - 300; from > 0; from -= batch) {
    const to = Math.max(0, from - batch);
    messages.push({ kind: "older", rows: rows(from, to), isLast: to === 0 });
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  globalThis.answer = async ({ kind }) => {
    if (kind !== "ready") return;
    let shownMs;
    while (messages.length > 0) {
      globalThis.postMessage(messages.shift(), "*");
      await new Promise((resolve) => setTimeout(resolve));
      if (shownMs !== undefined || document.querySelector(".row[data-index]") === null) continue;
      await frame();
      shownMs = performance.now() - globalThis.startedAt;
    }
    await frame();
    globalThis.opened = { shownMs, allMs: performance.now() - globalThis.startedAt };
  };
}

/** Begins a performance trace; the answer ends it and tells how long the main thread's tasks took. */
async function startTrace(client) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  client.on("Tracing.dataCollected", collect);
  const categories = "toplevel,devtools.timeline,disabled-by-default-devtools.timeline";
  await client.send("Tracing.start", { categories, transferMode: "ReportEvents" });
  return async () => {
    const done = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
    await client.send("Tracing.end");
    await done;
    client.off("Tracing.dataCollected", collect);
    const ours = events.find(({ name }) => name === "FunctionCall" || name === "EvaluateScript");
    const tasks = events
      .filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === ours?.pid && tid === ours?.tid)
      .map(({ dur = 0 }) => dur / 1000);
    return { longest: Math.max(0, ...tasks), over: tasks.filter((ms) => ms > 50).length, tasks: tasks.length };
  };
}

async function traced(client, work) {
  const stop = await startTrace(client);
  const result = await work();
  return { result, ...(await stop()) };
}

const say = (what, { longest, over, tasks }, rest = "") =>
  console.log(
    `${what.padEnd(34)} longest task ${longest.toFixed(1).padStart(6)} ms, over 50 ms: ${over} of ${tasks}${rest === "" ? "" : `   ${rest}`}`,
  );

const run = newRun();
const { browser, page } = await openBrowser(run);
try {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  const heap = async () => {
    await client.send("HeapProfiler.collectGarbage");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    return usedSize / 1e6;
  };
  let bare = 0;
  let stop;
  const prepare = async () => {
    bare = await heap();
    await page.evaluate(makeMessages, { count, batch });
    stop = await startTrace(client);
  };
  await openPanelPage(page, { dist: process.env.LEASTKEY_DIST, prepare });
  await page.waitForFunction(() => globalThis.opened !== undefined, undefined, { timeout: 120_000 });
  const filled = await stop();
  const { shownMs, allMs } = await page.evaluate(() => globalThis.opened);
  console.log(`opened: first rows drawn ${shownMs.toFixed(0)} ms after its script was asked for`);
  say("the other entries taken in", filled, `all after ${allMs.toFixed(0)} ms`);
  console.log(`memory ${(await heap()).toFixed(1)} MB of JavaScript heap (${bare.toFixed(1)} MB before the panel)`);

  const scrolled = await traced(client, () =>
    page.evaluate(async () => {
      const scroller = document.querySelector(".scroller");
      const frames = [];
      let last = performance.now();
      for (let step = 0; step < 120; step++) {
        scroller.scrollTop = step < 60 ? step * 900 : (step * scroller.scrollHeight) / 120;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        frames.push(now - last);
        last = now;
      }
      scroller.scrollTop = 0;
      return { longest: Math.max(...frames), over: frames.filter((ms) => ms > 50).length };
    }),
  );
  say(
    "scrolled through, 120 steps",
    scrolled,
    `longest frame ${scrolled.result.longest.toFixed(1)} ms, over 50 ms: ${scrolled.result.over}`,
  );

  for (const [what, change] of [
    ["text filter, the first letters", { selector: "vscode-textfield", value: "or", event: "input" }],
    ["text filter, 2 words", { selector: "vscode-textfield", value: "orders 99", event: "input" }],
    ["text filter taken back", { selector: "vscode-textfield", value: "", event: "input" }],
    ["verdict filter", { selector: "[aria-label='Filter by verdict']", value: "denied", event: "change" }],
    ["verdict filter taken back", { selector: "[aria-label='Filter by verdict']", value: "all", event: "change" }],
    ["grouped by session", { selector: "vscode-checkbox", value: true, event: "change" }],
    ["grouping taken back", { selector: "vscode-checkbox", value: false, event: "change" }],
  ]) {
    const filtered = await traced(client, () =>
      page.evaluate(async ({ selector, value, event }) => {
        const input = document.querySelector(selector);
        if (typeof value === "boolean") input.checked = value;
        else input.value = value;
        const started = performance.now();
        input.dispatchEvent(new Event(event));
        const ms = performance.now() - started;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return { ms, told: document.querySelector(".count").textContent };
      }, change),
    );
    say(what, filtered, `answer after ${filtered.result.ms.toFixed(1)} ms: ${filtered.result.told}`);
  }

  const plain = await traced(client, () =>
    page.evaluate(async () => {
      const table = document.createElement("table");
      for (let at = 0; at < 2_000; at++) {
        const row = table.insertRow();
        for (let cell = 0; cell < 6; cell++) row.insertCell().textContent = `row ${at} cell ${cell}`;
      }
      document.body.append(table);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      table.remove();
    }),
  );
  say("peer: a plain table of 2,000 rows", plain);
} finally {
  await browser.close();
  run.remove();
}
