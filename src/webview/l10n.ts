/** The page that the panel stands in; the same words are made by tests, which have none. */
interface Page {
  readonly getElementById: (id: string) => { readonly textContent: string | null } | null;
  readonly documentElement: { readonly lang: string };
}

const page = (globalThis as { readonly document?: Page }).document;

/** What the editor's language says instead, by the English; it comes with the panel's frame (editor/panel-html.ts). */
const translations = (() => {
  const read: unknown = JSON.parse(page?.getElementById("l10n")?.textContent ?? "{}");
  return new Map<string, unknown>(Object.entries(typeof read === "object" && read !== null ? read : {}));
})();

/** As the editor's own `l10n`, which a webview does not have. */
export const l10n = {
  t(message: string, ...values: readonly (string | number)[]): string {
    const found = translations.get(message);
    const text = typeof found === "string" ? found : message;
    return text.replaceAll(/\{(\d+)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
  },
};

/** For numbers and times, as the texts around them. */
export const language = page?.documentElement.lang ?? "en";
