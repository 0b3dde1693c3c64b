// What the UI suites share: a workbench with the packaged extension on a fresh sample, and the ways a person uses it.
// Selectors are those of VS Code 1.139. Every helper waits for a state and never reads right after a click.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, suite } from "node:test";
import { fileURLToPath } from "node:url";
import { installVsix, newRun, openBrowser, startServer, workbenchUrl } from "../host/host.mjs";
import { makeWorkspace } from "../host/workspace.mjs";

/** Long, since the two cores of a test machine may be busy; what is fast is fast all the same. */
const patience = 45_000;
const screenshots = fileURLToPath(new URL("./screenshots", import.meta.url));
/** The README's pictures, by the screenshot that they are; with LEASTKEY_UPDATE=1 (and LEASTKEY_PICTURES=1) a run renews them. */
const readmePictures = { "protect-plan": "hide", moved: "editor", story: "activity" };
const quickInput = ".quick-input-widget .quick-input-box input";
const statusItem = '.statusbar-item[id="leastkey.leastkey.guard"]';

/** Opens it; the caller closes it. `settings` and `env` are those of the editor, `prepare` may change the sample first. */
export async function openWorkbench({ settings, env, prepare, trust } = {}) {
  const vsix = process.env.LEASTKEY_VSIX;
  if (!vsix) throw new Error("LEASTKEY_VSIX names no package: run the suites with `node .scripts/ui-tests.mjs`");
  const run = newRun();
  let server;
  let window;
  const close = async () => {
    await window?.browser.close();
    await server?.stop();
    run.remove();
  };
  try {
    const sample = makeWorkspace(run);
    const folder = sample.root;
    await prepare?.(folder, run);
    installVsix(run, vsix);
    server = await startServer(run, { settings, env, trust });
    window = await openBrowser(run);
    const { page } = window;
    page.setDefaultTimeout(patience);
    const opened = async (one) => {
      await one.goto(workbenchUrl(server, { opened: folder }));
      await one.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
      return { page: one, ...gestures(one, folder) };
    };
    /** The same folder in a window of its own, with an extension host of its own; the caller closes its page. */
    const anotherWindow = async () => {
      const other = await page.context().newPage();
      other.setDefaultTimeout(patience);
      return opened(other);
    };
    return { run, folder, sample, close, anotherWindow, ...(await opened(page)) };
  } catch (error) {
    await window?.page.screenshot({ path: shotPath("did-not-open") }).catch(() => undefined);
    await close();
    throw error;
  }
}

/**
 * A suite of node's test runner on one workbench: opened before its tests, pictured when one fails, closed after them.
 * `define` gets a function that answers with the workbench.
 */
export function workbenchSuite(title, options, define) {
  suite(title, () => {
    let bench;
    before(async () => {
      bench = await openWorkbench(options);
    });
    after(async () => await bench?.close());
    afterEach(async (context) => {
      if (context.passed === false) await bench?.shot(`failed-${context.name.replaceAll(/\W+/g, "-")}`);
    });
    define(() => bench);
  });
}

/** A third of the PNG's size, and users download it with the package. The browser that took the picture packs it. */
async function asWebp(context, path) {
  const blank = await context.newPage();
  const url = await blank.evaluate(
    async (png) => {
      const picture = new Image();
      picture.src = png;
      await picture.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/webp", 0.85);
    },
    `data:image/png;base64,${readFileSync(path, "base64")}`,
  );
  await blank.close();
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

function shotPath(name) {
  mkdirSync(screenshots, { recursive: true });
  return join(screenshots, `${name}.png`);
}

/** Repeats `look` until it gives something, and answers with that. */
export async function until(look, what, limit = patience) {
  const end = Date.now() + limit;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function gestures(page, folder) {
  return { ...commands(page), ...explorer(page), ...editing(page, folder), ...windowParts(page), ...terminal(page) };
}

function commands(page) {
  /** Runs a command by its title in the palette, the way a person does; once more while the extension is still coming. */
  const palette = async (title) => {
    const input = page.locator(quickInput);
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    await until(async () => {
      await page.keyboard.press("F1");
      await input.waitFor();
      await input.fill(`>${title}`);
      const shown = row.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (await shown) return true;
      await page.keyboard.press("Escape");
      return false;
    }, `the command ${title}`);
    await page.keyboard.press("Enter");
  };
  /** Answers the input box that shows `title`. */
  const answer = async (title, text) => {
    await page.locator(".quick-input-widget", { hasText: title }).locator("input").first().fill(text);
    await page.keyboard.press("Enter");
  };
  const pick = (label) => page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
  const dialogButton = (label) => page.locator(".monaco-dialog-box .monaco-button", { hasText: label }).first().click();
  return { palette, answer, pick, dialogButton };
}

function explorer(page) {
  const row = (name) =>
    page.locator(".explorer-folders-view .monaco-list-row", {
      has: page.locator(".label-name", { hasText: new RegExp(`^${name.replaceAll(".", "\\.")}$`) }),
    });
  /** The letters beside a file's name, which are drawn by CSS: "" when it has none. */
  const badge = async (name) => {
    const label = row(name).locator(".monaco-icon-label");
    if ((await label.count()) === 0) return "";
    const drawn = await label.first().evaluate((element) => getComputedStyle(element, "::after").content);
    return drawn === "none" ? "" : drawn.replaceAll('"', "");
  };
  return { explorerRow: row, badge };
}

function editing(page, folder) {
  /** By its full path, so that the first row of the list is the file and no other. */
  const open = async (path) => {
    const name = path.split("/").pop();
    const tab = page.locator(`.tab.active[data-resource-name="${name}"]`);
    await until(
      async () => {
        await page.keyboard.press("Control+P");
        // A key that comes while the focus moves is lost, and pressed again.
        const asks = page.locator(quickInput).waitFor({ timeout: 3000 });
        if (!(await asks.then(() => true).catch(() => false))) return false;
        await page.locator(quickInput).fill(join(folder, path));
        await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).first().waitFor();
        await page.keyboard.press("Enter");
        return await tab.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
      },
      `${path} to open`,
      60_000,
    );
    await page.locator(".editor-group-container.active .view-line").first().waitFor();
  };
  const goTo = async (line, column = 1) => {
    await page.keyboard.press("Control+G");
    await page.locator(quickInput).waitFor();
    await page.locator(quickInput).fill(`:${line}:${column}`);
    await page.keyboard.press("Enter");
    await page.locator(quickInput).waitFor({ state: "hidden" });
  };
  /** The lines of the active editor that are on screen, as drawn. */
  const lines = async () => {
    const drawn = await page.locator(".editor-group-container.active .view-line").all();
    const placed = await Promise.all(
      drawn.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: await line.innerText() })),
    );
    return placed.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll("\u00a0", " "));
  };
  /** Asked for again while the extension still looks at the text. */
  const quickFixes = async () => {
    const rows = page.locator(".action-widget .monaco-list-row.action");
    await until(async () => {
      await page.keyboard.press("Control+.");
      const shown = await rows
        .filter({ hasText: "Move Secret to Vault" })
        .first()
        .waitFor({ timeout: 3000 })
        .then(
          () => true,
          () => false,
        );
      if (!shown) await page.keyboard.press("Escape");
      return shown;
    }, "the lightbulb's list");
    return rows;
  };
  const hover = async () => {
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    const shown = page.locator(".monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content").first();
    await shown.waitFor();
    return shown;
  };
  return { open, goTo, lines, quickFixes, hover };
}

function windowParts(page) {
  const toast = (text) => page.locator(".notifications-toasts .notification-toast", { hasText: text });
  const toastButton = async (text, label) => {
    const button = toast(text).locator(".monaco-button", { hasText: label });
    await button.click();
    await toast(text).waitFor({ state: "hidden" });
  };
  const status = () => page.locator(statusItem);
  const problems = async () => {
    await page.locator('.statusbar-item[id="status.problems"] a').first().click();
    const rows = page.locator(".markers-panel .monaco-list-row");
    await rows.first().waitFor();
    return rows;
  };
  /** The inside of the webview that is on show. */
  const webview = () => page.frameLocator("iframe.webview.ready").first().frameLocator("iframe#active-frame");
  const panelTab = (title) =>
    page.locator(".part.panel .composite-bar .action-item", { hasText: title }).locator("a").first().click();
  const shot = async (name) => {
    await page.screenshot({ path: shotPath(name), timeout: 10_000 });
    const picture = process.env.LEASTKEY_UPDATE ? readmePictures[name] : undefined;
    if (picture !== undefined)
      writeFileSync(join("media", "readme", `${picture}.webp`), await asWebp(page.context(), shotPath(name)));
  };
  return { toast, toastButton, status, problems, webview, panelTab, shot };
}

function terminal(page) {
  const text = () => page.locator(".terminal-wrapper.active .xterm-rows").innerText();
  /** Opens a terminal and waits until its shell can be watched: the prompt carries a mark then. */
  const openTerminal = async () => {
    await page.keyboard.press("Control+Shift+Backquote");
    await page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor({ state: "attached" });
    await until(async () => /[$#]/.test(await text()), "a prompt");
    await page.locator(".terminal-wrapper.active .terminal-command-decoration, .xterm-screen").first().waitFor();
  };
  const type = async (command) => {
    await page.locator(".terminal-wrapper.active .xterm-screen").click();
    await page.keyboard.type(command);
    await page.keyboard.press("Enter");
  };
  return { openTerminal, type, terminalText: text };
}
