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

export function button(title: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button" }, title);
  made.addEventListener("click", press);
  return made;
}
