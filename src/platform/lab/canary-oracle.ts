/** The forms in which a value can arrive. An encoding that none of these undoes is told nowhere else either. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  // Base64 depends on how many bytes stand before: three alignments, each without the digits that it shares.
  const base64 = [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const inner = padded.slice(
      Math.ceil((offset * 8) / 6),
      padded.length - ((offset + bytes.length) % 3 === 0 ? 0 : 1),
    );
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const hex = bytes.toString("hex");
  const url = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return [
    ...new Set([
      value,
      value.toUpperCase(),
      Array.from(value).reverse().join(""),
      hex,
      hex.toUpperCase(),
      url,
      url.toUpperCase(),
      ...base64,
    ]),
  ];
}

/** Whether a text holds one of these values in some form; line breaks and blanks, as dumps have them, do not hide it. */
export function makeOracle(values: readonly string[]): (text: string) => string | undefined {
  const forms = values.map((value) => ({ value, forms: formsOf(value) }));
  return (text) => {
    const dense = text.replace(/\\[nrt]|[\s"\\]+/g, "");
    return forms.find((one) => one.forms.some((form) => text.includes(form) || dense.includes(form)))?.value;
  };
}
