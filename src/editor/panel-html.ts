import { randomBytes } from "node:crypto";
import { env, l10n, Uri, type Webview } from "vscode";

/** The panel's frame: one script and one style sheet of our own, nothing else may load or run. */
export function panelHtml(webview: Webview, extension: Uri): string {
  const nonce = randomBytes(16).toString("base64url");
  const script = webview.asWebviewUri(Uri.joinPath(extension, "dist", "panel.js")).toString();
  const style = webview.asWebviewUri(Uri.joinPath(extension, "media", "panel.css")).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${l10n.t("Agent Activity")}</title>
</head>
<body>
<script type="application/json" id="l10n">${translations()}</script>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** Data, which no policy runs as a script; what would end the element is written as JSON may write it. */
const translations = (): string => JSON.stringify(l10n.bundle ?? {}).replaceAll("<", "\\u003c");
