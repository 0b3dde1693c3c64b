/** The name that holds a key word, with its place. */
export interface Key {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const maxKey = 80;
const keyChar = /[A-Za-z0-9_$.-]/;

/** A key word may bring its operator or quotes: `pass=`, `"auth"`; the name may go on at both ends. */
export function keyAround(text: string, start: number, end: number): Key {
  let from = start;
  let to = end;
  while (to > from && !keyChar.test(text[to - 1] ?? "")) to -= 1;
  while (from < to && !keyChar.test(text[from] ?? "")) from += 1;
  while (from > 0 && start - from < maxKey && keyChar.test(text[from - 1] ?? "")) from -= 1;
  while (to < text.length && to - end < maxKey && keyChar.test(text[to] ?? "")) to += 1;
  // `obj->key`, `Foo::key`, `a.b.key`: the operator's own dash is not part of the key.
  if (text[to] === ">" && text[to - 1] === "-") to -= 1;
  return { text: text.slice(from, to), start: from, end: to };
}
