// The built panel alone in a page, under its own content security policy, with a stand-in for the editor's side of a
// webview: `acquireVsCodeApi` is a fake that keeps what the panel sends. For what needs 100,000 entries or a browser's
// own instruments; the real webview is driven by the other suites.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const origin = "http://panel.invalid";
const nonce = "cGFuZWw";
const policy = `default-src 'none'; style-src ${origin}; script-src 'nonce-${nonce}'`;
const html = (language) => `<!DOCTYPE html><html lang="${language}"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${origin}/theme.css"><link rel="stylesheet" href="${origin}/panel.css">
<title>Agent Activity</title></head>
<body><script type="application/json" id="l10n">${language === "en" ? "{}" : translations(language)}</script></body></html>`;
const translations = (language) => readFileSync(join(root, "l10n", `bundle.l10n.${language}.json`), "utf8");

/** Colours as the editor's default themes give them; only those that the panel asks for. */
const themes = {
  dark: {
    ...{
      foreground: "#cccccc",
      "editor-background": "#1f1f1f",
      descriptionForeground: "#9d9d9d",
      focusBorder: "#0078d4",
    },
    ...{ "input-background": "#313131", "input-foreground": "#cccccc", "dropdown-background": "#313131" },
    ...{ "dropdown-foreground": "#cccccc", "button-secondaryBackground": "#313131", "panel-border": "#2b2b2b" },
    ...{ "list-activeSelectionBackground": "#04395e", "list-activeSelectionForeground": "#ffffff" },
    ...{ "list-inactiveSelectionBackground": "#37373d", "charts-red": "#f14c4c", "charts-yellow": "#cca700" },
    ...{ "charts-green": "#89d185", "textLink-foreground": "#4daafc", "list-errorForeground": "#f88070" },
  },
};

/** Loads the panel, once `prepare` has run in its page. Answers with the ways to speak to it. */
export async function openPanelPage(
  page,
  { dist = join(root, "dist"), theme = "dark", state, prepare, language = "en" } = {},
) {
  const colours = Object.entries(themes[theme]).map(([name, value]) => `--vscode-${name}: ${value};`);
  const css = `:root { --vscode-font-family: sans-serif; --vscode-font-size: 13px; ${colours.join(" ")} } body { background: var(--vscode-editor-background); }`;
  const files = {
    "/": ["text/html", html(language)],
    "/theme.css": ["text/css", css],
    "/panel.css": ["text/css", readFileSync(join(root, "media", "panel.css"), "utf8")],
    "/panel.js": ["text/javascript", readFileSync(join(dist, "panel.js"), "utf8")],
  };
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.route(`${origin}/**`, (route) => {
    const [contentType, body] = files[new URL(route.request().url()).pathname] ?? [];
    return body === undefined ? route.abort() : route.fulfill({ contentType, body });
  });
  await page.addInitScript((kept) => {
    globalThis.sent = [];
    globalThis.kept = kept;
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => {
        globalThis.sent.push(message);
        globalThis.answer?.(message);
      },
      getState: () => globalThis.kept,
      setState: (next) => {
        globalThis.kept = structuredClone(next);
      },
    });
  }, state);
  await page.goto(`${origin}/`);
  await prepare?.();
  await page.evaluate(
    ({ src, nonce }) => {
      globalThis.startedAt = performance.now();
      document.body.append(Object.assign(document.createElement("script"), { src, nonce }));
    },
    { src: `${origin}/panel.js`, nonce },
  );
  await page.locator(".toolbar").waitFor();
  return {
    errors,
    tell: (message) => page.evaluate((data) => globalThis.postMessage(data, "*"), message),
    sent: () => page.evaluate(() => globalThis.sent),
    state: () => page.evaluate(() => globalThis.kept),
  };
}

/** One entry as the extension sends it. */
export function panelRow(over = {}) {
  return {
    ...{ sequence: 1, time: Date.now(), action: "tool.call", outcome: "denied", agent: "Claude Code" },
    ...{ attribution: "confirmed", tool: "Bash", command: "cat .env", isUncertain: false, paths: [".env"] },
    ...{ credentials: [], rule: "protected-path", reason: "hidden from agents", session: "s1", cwd: "/w/shop" },
    ...over,
  };
}
