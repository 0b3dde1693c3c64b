import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";

/** An element with attributes and children; text stays text, there is no way to pass HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The same for a drawing. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button of the editor's look; `kind` "primary" for the one thing to do next. */
export function button(title: string, press: () => void, kind: "primary" | "secondary" = "secondary"): HTMLElement {
  const made = element("vscode-button", kind === "secondary" ? { secondary: "" } : {}, title);
  made.addEventListener("click", press);
  return made;
}

/** A button inside a text. */
export function link(title: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "link" }, title);
  made.addEventListener("click", press);
  return made;
}

export interface Choice {
  readonly value: string;
  readonly title: string;
}

/**
 * A list to choose one of. The browser's own: it opens beyond the panel's edge, where one that is drawn in the panel is
 * cut off, and a panel is low.
 */
export class Chooser {
  readonly element: HTMLSelectElement;
  #shown = "";

  constructor(label: string, changed: (value: string) => void) {
    this.element = element("select", { "aria-label": label, title: label });
    this.element.addEventListener("change", () => changed(this.element.value));
  }

  /** Drawn anew only when the choices changed, so that an open list stays open. */
  show(choices: readonly Choice[], value: string): void {
    const text = JSON.stringify(choices);
    if (text !== this.#shown) {
      this.#shown = text;
      this.element.replaceChildren(...choices.map(({ value: id, title }) => element("option", { value: id }, title)));
    }
    this.element.value = value;
    this.element.classList.toggle("is-set", value !== choices[0]?.value);
  }
}
